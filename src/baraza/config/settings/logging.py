"""Logging: JSON lines with the correlation id in production, readable lines in the demonstration."""

from typing import Any


def logging_settings(*, json: bool, level: str) -> dict[str, Any]:
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"correlation": {"()": "baraza.lib.correlation.CorrelationFilter"}},
        "formatters": {
            "json": {
                "()": "baraza.lib.correlation.MaskingJsonFormatter",
                "format": "%(asctime)s %(levelname)s %(name)s %(message)s %(correlation_id)s",
            },
            "plain": {"()": "baraza.lib.correlation.MaskingFormatter", "format": "%(levelname)s %(name)s: %(message)s"},
        },
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "filters": ["correlation"],
                "formatter": "json" if json else "plain",
            },
        },
        # Addresses of requests carry numbers, and every call to a provider is counted elsewhere.
        "loggers": {"httpx": {"level": "WARNING"}},
        "root": {"handlers": ["stderr"], "level": level},
    }
