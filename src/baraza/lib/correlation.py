"""One id from the webhook to the outgoing message, in every log line; telephone numbers are masked on the way out."""

import contextvars
import logging
import re
import uuid

from pythonjsonlogger.json import JsonFormatter

correlation_id: contextvars.ContextVar[str] = contextvars.ContextVar("correlation_id", default="")

_NUMBER = re.compile(r"(?:(?<![\w.-])|(?<=%2[Bb]))(\+?\d{2})\d{3,10}(\d{4})(?![\w.-])")


def new_correlation_id() -> str:
    return uuid.uuid4().hex


def mask_numbers(text: str) -> str:
    """Runs of 9 to 16 digits keep two in front and four at the end."""
    return _NUMBER.sub(r"\1…\2", text)


class CorrelationFilter(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        if not getattr(record, "correlation_id", ""):
            record.correlation_id = correlation_id.get()
        return True


class MaskingFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return mask_numbers(super().format(record))


class MaskingJsonFormatter(JsonFormatter):
    def format(self, record: logging.LogRecord) -> str:
        return mask_numbers(super().format(record))
