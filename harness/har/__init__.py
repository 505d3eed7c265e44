"""HAR 1.2: what browsers, proxies and test runners export of the traffic they saw.

Bytes in, entries out, as of a cassette. Nothing in a HAR is redacted, and nothing here writes.
"""

from harness.har.reading import Reading, opens, read

__all__ = ["Reading", "opens", "read"]
