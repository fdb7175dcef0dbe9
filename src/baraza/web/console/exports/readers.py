"""What a list's address says, as the filter of its file: the same reading as the list's own page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from django.http import Http404, QueryDict

from baraza.capabilities.exports import trail
from baraza.capabilities.exports.errors import KindUnknown
from baraza.capabilities.exports.kinds import ExportKind, kind_named
from baraza.core.identity.permissions import require
from baraza.services.complaints import exports as complaints
from baraza.web.console.access import Desk
from baraza.web.console.audit.forms import TrailForm
from baraza.web.console.queue.choices import choices_for
from baraza.web.console.queue.page import words_of
from baraza.web.console.queue.reading import read


@dataclass(frozen=True, kw_only=True)
class Narrowed:
    """`query` is the clean address of the list, `words` say the same to people."""

    kind: ExportKind
    narrowing: Mapping[str, object]
    words: tuple[str, ...]


def narrowed(*, query: QueryDict, desk: Desk) -> Narrowed:
    """Raises NotAllowed; Http404 for a list that nobody offers."""
    try:
        kind = kind_named(query.get("kind", ""))
        reader = _READERS[kind.name]
    except (KindUnknown, KeyError) as error:
        raise Http404("No such list.") from error
    require(actor=desk.actor, permission=kind.permission)
    narrowing, words = reader(query, desk)
    return Narrowed(kind=kind, narrowing=narrowing, words=words)


def _complaints(query: QueryDict, desk: Desk) -> tuple[Mapping[str, object], tuple[str, ...]]:
    choices = choices_for(desk)
    asked = read(query=query, choices=choices, desk=desk)
    return complaints.freeze(asked.wanted), words_of(asked, choices)


def _trail(query: QueryDict, _desk: Desk) -> tuple[Mapping[str, object], tuple[str, ...]]:
    form = TrailForm(query)
    return trail.freeze(form.wanted()), tuple(words for _, words in form.said())


Reader = Callable[[QueryDict, Desk], tuple[Mapping[str, object], tuple[str, ...]]]
_READERS: Final[Mapping[str, Reader]] = {"complaints": _complaints, "audit": _trail}
