"""Whom the demonstration's clients trust."""

import ssl
from functools import cache

import httpx


@cache
def trusted() -> ssl.SSLContext:
    """Read once: a new client for each look would spend ten times as long on the list of authorities as on asking."""
    return httpx.create_ssl_context()
