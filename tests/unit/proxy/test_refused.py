"""What ends at the replay proxy crosses from one process to the other as a line."""

from harness.exchange import Request
from harness.proxy.refused import line, read


def test_a_line_tells_method_and_path_and_no_query() -> None:
    assert read(line("BREW", "http://h/a\n b?sig=secret")) == Request("BREW", "http://h/a\n b")
    assert "\n" not in line("A", "http://h/a\n b")


def test_any_other_line_is_none() -> None:
    assert read("a client broke off the TLS handshake") is None
