"""The report that a person is writing, kept in their session until it is sent."""

import uuid
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.contrib.sessions.backends.base import SessionBase


@dataclass(frozen=True, kw_only=True)
class Draft:
    """`key` makes sending idempotent: however often the button is pressed, one report is opened."""

    key: str = ""
    description: str = ""
    category: str = ""
    priority: str = ""
    guessed_category: str = ""
    guessed_priority: str = ""
    guess_confidence: float | None = None
    guess_model: str = ""
    emergency: bool = False
    place_text: str = ""
    latitude: float | None = None
    longitude: float | None = None
    area_code: str = ""
    area_name: str = ""
    area_edition: str = ""
    area_approximate: bool = False
    photos: tuple[str, ...] = ()
    phone: str = ""
    name: str = ""

    @property
    def described(self) -> bool:
        return bool(self.description and self.category)

    def changed(self, **values: Any) -> "Draft":
        return replace(self, **values)


def _slot(slug: str) -> str:
    return f"report:{slug}"


def load_draft(*, session: SessionBase, slug: str) -> Draft:
    stored = session.get(_slot(slug))
    if not stored:
        return Draft(key=uuid.uuid4().hex)
    return Draft(**{**stored, "photos": tuple(stored.get("photos", ()))})


def save_draft(*, session: SessionBase, slug: str, draft: Draft) -> None:
    session[_slot(slug)] = asdict(draft)


def drop_draft(*, session: SessionBase, slug: str) -> None:
    session.pop(_slot(slug), None)
