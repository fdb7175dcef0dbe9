"""The audit trail: searched, one entry, how far its chain is known to be whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

import baraza.core.identity.audit_permissions  # noqa: F401 - declares audit.read and audit.export
from baraza.core.audit.actions import record_read
from baraza.core.audit.queries import (
    TEXT_DAYS,
    EntryFacts,
    EntryUnknown,
    chain_state,
    get_entry,
    search,
)
from baraza.core.identity.permissions import allows
from baraza.core.identity.queries import member_names
from baraza.web.console.access import Desk, staff
from baraza.web.console.audit.forms import TrailForm
from baraza.web.console.audit.wording import (
    action_words,
    actor_words,
    changes_in_words,
    problem_words,
    subject_words,
)
from baraza.web.console.numbers import whole_number
from baraza.web.console.shell import shell
from baraza.web.ui.components import Chip, SummaryRow

_PLACES = {"before", "after"}
# Kinds of which the number is a person's.
_PEOPLE = {"member", "person"}


@dataclass(frozen=True, kw_only=True)
class Row:
    entry: EntryFacts
    url: str
    person: str
    action: str
    subject: str
    subject_name: str
    subject_url: str


@require_safe
@staff(permission="audit.read")
def trail(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    form = TrailForm(request.GET)
    wanted = form.wanted()
    page = search(
        wanted=wanted,
        before=whole_number(request.GET.get("before", "")),
        after=whole_number(request.GET.get("after", "")),
    )
    record_read(actor=desk.actor, subject_kind="audit", subject_id="trail")
    asked = [(key, str(value)) for key, value in request.GET.items() if value and key not in _PLACES]
    state = chain_state()
    context = {
        **shell(desk=desk, current="audit"),
        "form": form,
        "chips": _chips(form, asked=asked),
        "clear_url": reverse("console:audit"),
        "rows": _rows(page.entries),
        "previous_url": _page_url(asked, "after", page.newer),
        "next_url": _page_url(asked, "before", page.older),
        "chain": state,
        "problem": problem_words(state.problem) if state.problem else "",
        "text_days": TEXT_DAYS if wanted.text and wanted.since is None else 0,
        "export_query": urlencode(asked) if allows(actor=desk.actor, permission="audit.export") else None,
    }
    return render(request, "console/audit/trail.html", context, status=422 if form.errors else 200)


@require_safe
@staff(permission="audit.read")
def entry(request: HttpRequest, desk: Desk, entry_id: int) -> HttpResponseBase:
    try:
        found = get_entry(entry_id=entry_id)
    except EntryUnknown as error:
        raise Http404(str(error)) from error
    record_read(actor=desk.actor, subject_kind="audit", subject_id="trail")
    one = found.entry
    row = _rows([one])[0]
    context = {
        **shell(desk=desk, current="audit"),
        "row": row,
        "changes": changes_in_words(one.changes),
        "facts": _facts(row),
        "sequence": found.sequence,
        "hash": found.hash,
        "same_url": f"{reverse('console:audit')}?{urlencode({'subject': one.subject_kind, 'which': one.subject_id})}",
    }
    return render(request, "console/audit/entry.html", context)


def _rows(entries: Sequence[EntryFacts]) -> list[Row]:
    people = {
        one.id: int(one.subject_id) for one in entries if one.subject_kind in _PEOPLE and one.subject_id.isdecimal()
    }
    names = member_names(user_ids=set(people.values())) if people else {}
    return [_row(one, subject_name=names.get(people.get(one.id, 0), "")) for one in entries]


def _row(one: EntryFacts, *, subject_name: str) -> Row:
    subject_url = reverse("console:complaint", args=[one.subject_id]) if one.subject_kind == "complaint" else ""
    return Row(
        entry=one,
        url=reverse("console:audit-entry", args=[one.id]),
        person=actor_words(kind=one.actor_kind, name=one.actor_name),
        action=action_words(one.action),
        subject=subject_words(one.subject_kind),
        # There is one trail: its number says nothing.
        subject_name=subject_name or ("" if one.subject_kind == "audit" else one.subject_id),
        subject_url=subject_url,
    )


def _facts(row: Row) -> list[SummaryRow]:
    one = row.entry
    at = timezone.localtime(one.at)
    pairs = (
        (gettext("When"), f"{at:%Y-%m-%d %H:%M:%S %Z}"),
        (gettext("Person"), row.person),
        (gettext("Acted for by"), one.impersonator_name),
        (gettext("What was done"), f"{row.action} ({one.action})"),
        (gettext("To what"), f"{row.subject} {row.subject_name}"),
        (gettext("Address"), one.address),
        (gettext("Request"), one.correlation_id),
    )
    return [SummaryRow(key, value) for key, value in pairs if value]


def _chips(form: TrailForm, *, asked: list[tuple[str, str]]) -> list[Chip]:
    return [
        Chip(words, "?" + urlencode([(key, value) for key, value in asked if key != name]))
        for name, words in form.said()
    ]


def _page_url(asked: list[tuple[str, str]], name: str, edge: int | None) -> str:
    return "" if edge is None else "?" + urlencode([*asked, (name, edge)])
