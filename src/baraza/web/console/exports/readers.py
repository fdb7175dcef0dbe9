"""What a list's address says, as the filter of its file: the same reading as the list's own page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from django.http import Http404, QueryDict
from django.utils.translation import gettext

from baraza.capabilities.exports import trail
from baraza.capabilities.exports.errors import KindUnknown
from baraza.capabilities.exports.kinds import ExportKind, kind_named
from baraza.core.identity.permissions import require
from baraza.services.call_analytics.exports import boards, calls, statements
from baraza.services.call_analytics.queries.boards import today_here
from baraza.services.complaints import exports as complaints
from baraza.web.console.access import Desk
from baraza.web.console.audit.forms import TrailForm
from baraza.web.console.billing.statements import month_asked
from baraza.web.console.billing.wording import month_words
from baraza.web.console.calls.forms import CallsForm
from baraza.web.console.queue.choices import choices_for
from baraza.web.console.queue.page import words_of
from baraza.web.console.queue.reading import read
from baraza.web.console.voice_boards.forms import USUAL_DAYS, BoardForm

# What a narrowing says where it is of certain days: a board's, a statement's.
_OF_DAYS: Final = frozenset({"first", "month"})


@dataclass(frozen=True, kw_only=True)
class Narrowed:
    """`words` say the narrowing to people. With `has_days` it is of certain days, and the first word says which."""

    kind: ExportKind
    narrowing: Mapping[str, object]
    words: tuple[str, ...]
    has_days: bool


def narrowed(*, query: QueryDict, desk: Desk) -> Narrowed:
    """Raises NotAllowed; Http404 for a list that nobody offers."""
    try:
        kind = kind_named(query.get("kind", ""))
        reader = _READERS[kind.name]
    except (KindUnknown, KeyError) as error:
        raise Http404("No such list.") from error
    require(actor=desk.actor, permission=kind.permission)
    narrowing, words = reader(query, desk)
    has_days = not _OF_DAYS.isdisjoint(narrowing) if kind.name.startswith("call") else False
    return Narrowed(kind=kind, narrowing=narrowing, words=words, has_days=has_days)


def _complaints(query: QueryDict, desk: Desk) -> tuple[Mapping[str, object], tuple[str, ...]]:
    choices = choices_for(desk)
    asked = read(query=query, choices=choices, desk=desk)
    return complaints.freeze(asked.wanted), words_of(asked, choices)


def _trail(query: QueryDict, _desk: Desk) -> tuple[Mapping[str, object], tuple[str, ...]]:
    form = TrailForm(query)
    return trail.freeze(form.wanted()), tuple(words for _, words in form.said())


def _calls(query: QueryDict, desk: Desk) -> tuple[Mapping[str, object], tuple[str, ...]]:
    """Without the right to see cost its fields are not in the form, so nothing narrows by them."""
    form = CallsForm(query, desk=desk)
    said = [f"{form.fields[key].label}: {form.words_of(key, value)}" for key, value in form.asked()]
    return calls.freeze(form.wanted()), tuple(said)


def _statement(query: QueryDict, _desk: Desk) -> tuple[Mapping[str, object], tuple[str, ...]]:
    month = month_asked(query.get("month", ""))
    return statements.freeze(month), (month_words(month),)


def _statement_of_client(query: QueryDict, _desk: Desk) -> tuple[Mapping[str, object], tuple[str, ...]]:
    month, client = month_asked(query.get("month", "")), query.get("client", "")
    if not client:
        raise Http404("Of which client?")
    return statements.freeze(month, client=client), (month_words(month), client)


def _board(query: QueryDict, desk: Desk) -> tuple[Mapping[str, object], tuple[str, ...]]:
    """Without days in the address it is of the newest thirty, on whichever day it is made."""
    form = BoardForm(query, today=today_here(), actor=desk.actor)
    wanted = form.wanted()
    days = wanted.days if query.get("first") or query.get("last") else None
    usual = gettext("The last %(days)d days") % {"days": USUAL_DAYS}
    words = [usual if days is None else f"{days.first.isoformat()} – {days.last.isoformat()}"]
    if wanted.agent_id is not None:
        words.append(form.names["agent"][str(wanted.agent_id)])
    if wanted.client:
        words.append(wanted.client)
    return boards.freeze(days=days, agent_id=wanted.agent_id, client=wanted.client), tuple(words)


Reader = Callable[[QueryDict, Desk], tuple[Mapping[str, object], tuple[str, ...]]]
_READERS: Final[Mapping[str, Reader]] = {
    "complaints": _complaints,
    "audit": _trail,
    "calls": _calls,
    "calls-cost": _calls,
    "calls.statement": _statement,
    "calls.statement-client": _statement_of_client,
    "call_figures": _board,
    "call_costs": _board,
}
