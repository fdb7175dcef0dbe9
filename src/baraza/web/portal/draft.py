"""The report that a person is writing, kept in their session until it is sent."""

import uuid
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from django.contrib.sessions.backends.base import SessionBase


@dataclass(frozen=True, kw_only=True)
class Draft:
    """`key` makes sending idempotent: however often the button is pressed, one report is opened."""

    key: str = ""
    description: str = ""
    # Empty while the person leaves the category to us.
    chosen_category: str = ""
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
    ward_code: str = ""
    # They began with the place.
    place_first: bool = False
    photos: tuple[str, ...] = ()
    phone: str = ""
    name: str = ""
    # Proved by a code.
    email: str = ""

    @property
    def category(self) -> str:
        return self.chosen_category or self.guessed_category

    @property
    def described(self) -> bool:
        return bool(self.description and self.category)

    @property
    def begun(self) -> bool:
        return self.described or self.placed or bool(self.photos)

    @property
    def placed(self) -> bool:
        return bool(self.area_code)

    def changed(self, **values: Any) -> "Draft":
        return replace(self, **values)


_FIELDS = frozenset(field.name for field in fields(Draft))


def _slot(slug: str) -> str:
    return f"report:{slug}"


def _sent_slot(slug: str) -> str:
    return f"sent:{slug}"


def load_draft(*, session: SessionBase, slug: str) -> Draft:
    stored = session.get(_slot(slug))
    if not stored:
        return Draft(key=uuid.uuid4().hex)
    # A session outlives an upgrade: fields that a newer or older version wrote are left out.
    known = {name: value for name, value in stored.items() if name in _FIELDS}
    return Draft(**{**known, "photos": tuple(known.get("photos", ()))})


def save_draft(*, session: SessionBase, slug: str, draft: Draft) -> None:
    session[_slot(slug)] = asdict(draft)


def finish_draft(*, session: SessionBase, slug: str, draft: Draft, reference: str) -> None:
    """The draft goes; its key stays, so that the button pressed twice leads to the same reference."""
    session.pop(_slot(slug), None)
    session[_sent_slot(slug)] = {"key": draft.key, "reference": reference}


def sent_reference(*, session: SessionBase, slug: str, key: str) -> str | None:
    """The reference under which the draft of this key was sent, if it was the last one."""
    sent = session.get(_sent_slot(slug)) or {}
    return sent["reference"] if key and sent.get("key") == key else None
