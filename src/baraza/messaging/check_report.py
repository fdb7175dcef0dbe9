"""What a test of a connection is told and what it answers; adapters take it from `contract`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class CheckState(StrEnum):
    """What a line of a test says: well, could be better, does not work, could not be tried."""

    GOOD = "good"
    WARNING = "warning"
    WRONG = "wrong"
    UNTRIED = "untried"


@dataclass(frozen=True, kw_only=True)
class CheckLine:
    """`says` and `fix` are plain English for the console, with `parameters` filled in; never a secret among them."""

    code: str
    state: CheckState
    says: str
    fix: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class CheckFacts:
    """What a test needs to know beside the connection: our public webhook address and when something last came in."""

    webhook_url: str
    last_event_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class ProviderTemplate:
    """A text at the provider; `approved` is the only state in which it may be sent."""

    name: str
    language: str
    status: str
    category: str = ""


@dataclass(frozen=True, kw_only=True)
class CheckReport:
    lines: tuple[CheckLine, ...]
    templates: tuple[ProviderTemplate, ...] = ()
