"""Full-text search over references, words, places, names and the timeline; mistyped words are read as known ones.

How it stays fast under row-level security is said where its functions are made (migration 0006).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery

from baraza.services.complaints.models import Complaint, SearchText

# More than these are not ranked: the words are too common for that, and the list goes by its other order.
MOST = 1000
_MOST_WORDS = 12
_LONGEST_WORD = 60
_SHORTEST_MISTYPED = 4
_LIKELY_MEANT = 4
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, kw_only=True)
class Matches:
    """`ranks` by complaint id, best first; not all of them when the words are common (`complete` is false).

    `read_as` are the words that were searched for instead of mistyped ones.
    """

    query: str
    ranks: Mapping[int, float] = field(default_factory=dict)
    complete: bool = True
    read_as: str = ""


def find(*, text: str) -> Matches:
    """Every word must be there, or the beginning of one. Needs an organisation's scope."""
    words = [word[:_LONGEST_WORD] for word in _WORD.findall(text.lower())][:_MOST_WORDS]
    found = _matches(" & ".join(_as_written(word) for word in words))
    if found.ranks or not words:
        return found
    meant = {word: _alike(word) for word in words if len(word) >= _SHORTEST_MISTYPED and word.isalpha()}
    if not any(meant.values()):
        return found
    query = " & ".join(_one_of([word, *meant.get(word, ())]) for word in words)
    return _matches(query, read_as=" ".join(next(iter(meant.get(word, ())), word) for word in words))


def find_named(*, text: str, most: int) -> list[int]:
    """Ids of the newest complaints whose reference or resident's name has words that begin like these."""
    words = [word[:_LONGEST_WORD] for word in _WORD.findall(text.lower())][:_MOST_WORDS]
    if not words:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT complaint_id FROM complaints_search_named(%s, %s)", [words, most])
        return [int(pk) for (pk,) in cursor.fetchall()]


def holding(rows: QuerySet[Complaint], *, query: str) -> QuerySet[Complaint]:
    """Looks into each row on the way: right for common words, of which the next page is never far."""
    asked = SearchQuery(query, config="public.baraza", search_type="raw")
    hit = (
        SearchText.objects.filter(complaint_id=OuterRef("pk"))
        .annotate(hit=ExpressionWrapper(Q(document=asked), output_field=BooleanField()))
        .values("hit")
    )
    return rows.filter(Subquery(hit, output_field=BooleanField()))


def _matches(query: str, *, read_as: str = "") -> Matches:
    found = _ask(query, most=MOST + 1) if query else []
    ranked = sorted(found, key=lambda one: (-one[1], -one[0]))
    return Matches(query=query, ranks=dict(ranked), complete=len(found) <= MOST, read_as=read_as)


def _ask(query: str, *, most: int) -> list[tuple[int, float]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT complaint_id, rank FROM complaints_search_find(%s, %s)", [query, most])
        return [(int(pk), float(rank)) for pk, rank in cursor.fetchall()]


def _alike(word: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT word FROM complaints_search_alike(%s, %s)", [word, _LIKELY_MEANT])
        return [str(known) for (known,) in cursor.fetchall()]


def _as_written(word: str) -> str:
    """A single letter is itself: as a beginning it would be everything."""
    return f"'{word}':*" if len(word) > 1 else f"'{word}'"


def _one_of(words: list[str]) -> str:
    return "(" + " | ".join(_as_written(word) for word in words) + ")"
