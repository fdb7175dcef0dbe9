"""Ready-made replies, as they are offered beside a reply and as they are looked after."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.aggregates import JSONBAgg
from django.db.models import Value
from django.db.models.functions import JSONObject

from baraza.core.tenancy.questions import Question, answers
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
    found = []
    for row in answers([ready_question(category=category)])[0]:
        texts = row["texts"]
        spoken = language if language in texts else default_language
        if spoken in texts:
            text = filled(texts[spoken], values=values)
            found.append(ReadyReply(id=row["id"], title=row["title"], text=text, language=spoken))
    return found


def ready_question(*, category: str) -> Question:
    """What `list_ready_replies` reads, for pages that ask together with what else stands around them."""
    rows = CannedReply.objects.filter(
        organisation_id=current_organisation_id(), active=True, category__in=["", category]
    ).order_by()
    one = JSONObject(id="id", title="title", texts="texts")
    # One row of them all: nothing to group by but a number that is the same everywhere.
    whole = rows.annotate(all=Value(1)).values("all").annotate(found=JSONBAgg(one, order_by=("-category", "title")))
    return Question(key=f"complaints.ready:{category}", rows=whole.values("found"), counted=False, read=_read_all)


def _read_all(written: str | None) -> list[dict[str, Any]]:
    return json.loads(written) if written else []
