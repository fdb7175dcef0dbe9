"""Views that a member may open: their own, then those of the organisation."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.postgres.aggregates import JSONBAgg
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import JSONObject, Lower

from baraza.capabilities.saved_views.models import BACK_WITHIN, FirstView, SavedView
from baraza.core.tenancy.questions import Question, answers
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib import clock


@dataclass(frozen=True, kw_only=True)
class View:
    """`query` is to be read as carefully as one out of an address; `own` may be changed by the member, `first` opens first."""

    id: int
    name: str
    query: str
    shared: bool
    own: bool
    first: bool


def list_views(*, of: str, user_id: int) -> list[View]:
    """By name."""
    found: list[View] = answers([views_question(of=of, user_id=user_id)])[0]
    return found


def removed_views(*, of: str, user_id: int) -> list[View]:
    """Those whose removal can still be taken back."""
    lately = Q(removed_at__gte=clock.now() - BACK_WITHIN)
    found: list[View] = answers([_question("removed", of, user_id, lately)])[0]
    return found


def views_question(*, of: str, user_id: int) -> Question:
    """What `list_views` reads, for pages that ask together with what else stands around them."""
    return _question("saved", of, user_id, Q(removed_at=None))


def _question(kind: str, of: str, user_id: int, which: Q) -> Question:
    rows = SavedView.objects.filter(
        Q(owner_id=user_id) | Q(shared=True), which, organisation_id=current_organisation_id(), list=of
    )
    first = FirstView.objects.filter(view_id=OuterRef("pk"), user_id=user_id)
    one = JSONObject(id="id", name="name", query="query", shared="shared", owner="owner_id", first="first")
    in_order = JSONBAgg(one, order_by=("shared", Lower("name"), "pk"))
    # One row of them all: nothing to group by but a number that is the same everywhere.
    whole = rows.annotate(first=Exists(first), all=Value(1)).values("all").annotate(found=in_order).values("found")
    return Question(
        key=f"saved_views.{kind}:{of}:{user_id}", rows=whole.order_by(), counted=False, read=_reader(user_id)
    )


def _reader(user_id: int) -> Callable[[str | None], list[View]]:
    def read(written: str | None) -> list[View]:
        return [View(own=row.pop("owner") == user_id, **row) for row in json.loads(written or "[]")]

    return read
