"""Ready-made replies, as they are offered beside a reply and as they are looked after."""

from collections.abc import Mapping
from dataclasses import dataclass

from baraza.core.tenancy.scope import current_organisation_id
from baraza.services.complaints.models import CannedReply
from baraza.services.complaints.rules.canned import filled


@dataclass(frozen=True, kw_only=True)
class CannedReplyDetail:
    """As it was written, with its placeholders."""

    id: int
    title: str
    texts: Mapping[str, str]
    category: str
    active: bool


@dataclass(frozen=True, kw_only=True)
class ReadyReply:
    """Filled in for one complaint. `language` is not the resident's when there are no words in theirs."""

    id: int
    title: str
    text: str
    language: str


def list_canned_replies() -> list[CannedReplyDetail]:
    """All of the organisation, those put away last, for the page on which they are written."""
    rows = CannedReply.objects.filter(organisation_id=current_organisation_id()).order_by("-active", "title")
    return [
        CannedReplyDetail(id=row.pk, title=row.title, texts=row.texts, category=row.category, active=row.active)
        for row in rows
    ]


def list_ready_replies(
    *, language: str, default_language: str, category: str, values: Mapping[str, str]
) -> list[ReadyReply]:
    """Those of the category first. In the resident's language, else in the organisation's, else not offered."""
    rows = CannedReply.objects.filter(
        organisation_id=current_organisation_id(), active=True, category__in=["", category]
    ).order_by("-category", "title")
    found = []
    for row in rows:
        spoken = language if language in row.texts else default_language
        if spoken in row.texts:
            text = filled(row.texts[spoken], values=values)
            found.append(ReadyReply(id=row.pk, title=row.title, text=text, language=spoken))
    return found
