"""The addons that stand inside mitmproxy: the only package of this project that imports it."""
