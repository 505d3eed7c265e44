"""Proxies: child processes of ours on mitmproxy. One records what passes, one leads it all to a replay."""
