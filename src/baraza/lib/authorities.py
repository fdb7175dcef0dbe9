"""Whom everything that speaks HTTPS trusts."""

import ssl
from functools import cache

import httpx


@cache
def trusted() -> ssl.SSLContext:
    """Read once per process: reading the list of authorities takes longer than most calls."""
    return httpx.create_ssl_context()
