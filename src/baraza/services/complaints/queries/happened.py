"""What happened last in an organisation: reports and lines of timelines, without anybody's words or names."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from baraza.core.tenancy.scope import current_organisation_id
from baraza.services.complaints.models import Complaint, Entry

OPENED = "opened"


@dataclass(frozen=True, kw_only=True)
class Happening:
    """`kind` is that of a timeline's line, or `OPENED`; `state` is the one it came to when that is what changed.

    `changed` names what a line changed, without the values.
    """

    kind: str
    reference: str
    category: str
    by_resident: bool
    state: str
    at: datetime
    changed: frozenset[str] = frozenset()


def list_happenings(*, limit: int = 12) -> list[Happening]:
    """Newest first."""
    organisation_id = current_organisation_id()
    opened = Complaint.objects.filter(organisation_id=organisation_id).order_by("-opened_at", "-id")[:limit]
    # The photos that come with a report are part of it.
    lines = (
        Entry.objects.filter(organisation_id=organisation_id)
        .exclude(source_key__startswith="open:")
        .order_by("-id")
        .values("kind", "actor_kind", "changes", "at", "complaint__reference", "complaint__category")[:limit]
    )
    found = [
        Happening(
            kind=OPENED, reference=one.reference, category=one.category, by_resident=True, state="", at=one.opened_at
        )
        for one in opened.only("reference", "category", "opened_at")
    ]
    found += [
        Happening(
            kind=line["kind"],
            reference=line["complaint__reference"],
            category=line["complaint__category"],
            by_resident=line["actor_kind"] == "contact",
            state=_new_state(line["changes"]),
            at=line["at"],
            changed=frozenset(line["changes"]),
        )
        for line in lines
    ]
    return sorted(found, key=lambda one: one.at, reverse=True)[:limit]


def _new_state(changes: Mapping[str, object]) -> str:
    moved = changes.get("state")
    return str(moved[1]) if isinstance(moved, list) and len(moved) == 2 else ""  # noqa: PLR2004 - before and after
