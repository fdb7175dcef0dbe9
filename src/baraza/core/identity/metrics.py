"""Counters of signing in; failures of accounts that do not exist are found here alone."""

from prometheus_client import Counter

REFUSED = Counter("baraza_sign_in_refused_total", "Sign-ins and API keys that were refused", ["reason"])
