"""Full-text search over references, words, places, names and the timeline; mistyped words are read as known ones.

How it stays fast under row-level security is said where its functions are made (migration 0004).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery

from baraza.services.complaints.models import Complaint, SearchText
from baraza.services.complaints.rules.spelling import likely_meant, swapped

# More than these are not ranked: the words are too common for that, and the list goes by its other order.
MOST = 1000
# More than these are not handed over either: the list looks into each row on its way.
MOST_LISTED = 4000
_MOST_WORDS = 12
_LONGEST_WORD = 60
_SHORTEST_MISTYPED = 4
_LOOKED_AT = 60
_LIKELY_MEANT = 4
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, kw_only=True)
class Matches:
    """`ranks` by complaint id, best first; not all of them when the words are common (`complete` is false).

    More than a thousand are not `ranked`: all ranks are 0. `read_as` are the words that were searched for instead of mistyped ones.
    """

    query: str
    ranks: Mapping[int, float] = field(default_factory=dict)
    complete: bool = True
    ranked: bool = True
    read_as: str = ""


def find(*, text: str) -> Matches:
    """Every word must be there, or the beginning of one. Needs an organisation's scope."""
    words = [word[:_LONGEST_WORD] for word in _WORD.findall(text.lower())][:_MOST_WORDS]
    if not words:
        return Matches(query="")
    mistyped = [word for word in words if len(word) >= _SHORTEST_MISTYPED and word.isalpha()]
    mistyped += [other for word in mistyped for other in swapped(word)]
    found, meant = _found_or_meant(" & ".join(_as_written(word) for word in words), mistyped=mistyped)
    if found.ranks:
        return found
    near = {word: _near(word, meant) or [word] for word in words}
    if all(near[word] == [word] for word in words):
        return found
    query = " & ".join(_one_of(near[word]) for word in words)
    read_as = " ".join(near[word][0] for word in words)
    return _found_or_meant(query, mistyped=[], read_as=read_as)[0]


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


# Words that may have been meant are looked for only when nothing was found.
_ASKED = """
WITH found AS MATERIALIZED (SELECT complaint_id, rank FROM complaints_search_found(%(query)s, %(ranked)s, %(listed)s))
SELECT complaint_id, rank, NULL, NULL FROM found
UNION ALL
SELECT NULL, NULL, given.word, alike.word
FROM unnest(%(mistyped)s::text[]) AS given (word), LATERAL complaints_search_alike(given.word, %(likely)s) AS alike
WHERE NOT EXISTS (SELECT FROM found)
"""


def _found_or_meant(query: str, *, mistyped: list[str], read_as: str = "") -> tuple[Matches, dict[str, list[str]]]:
    """What is found, else the words that are like each of those given, the likest first."""
    with connection.cursor() as cursor:
        asked: dict[str, Any] = {"query": query, "ranked": MOST, "listed": MOST_LISTED}
        cursor.execute(_ASKED, {**asked, "mistyped": mistyped, "likely": _LOOKED_AT})
        rows = cursor.fetchall()
    meant: dict[str, list[str]] = {}
    for pk, _, given, known in rows:
        if pk is None:
            meant.setdefault(given, []).append(known)
    found = [(int(pk), float(rank or 0)) for pk, rank, *_ in rows if pk is not None]
    best_first = sorted(found, key=lambda one: (-one[1], -one[0]))
    # One more than are ranked are the newest of many; that they could be all of exactly so many does no harm.
    complete = len(found) <= MOST_LISTED and len(found) != MOST + 1
    ranks, ranked = dict(best_first), len(found) <= MOST
    words = read_as if ranks else ""
    return Matches(query=query, ranks=ranks, complete=complete, ranked=ranked, read_as=words), meant


def _near(word: str, meant: Mapping[str, list[str]]) -> list[str]:
    known = [*(other for other in swapped(word) if other in meant.get(other, ())), *meant.get(word, ())]
    return likely_meant(mistyped=word, known=list(dict.fromkeys(known)), most=_LIKELY_MEANT)


def _as_written(word: str) -> str:
    """A single letter is itself: as a beginning it would be everything."""
    return f"'{word}':*" if len(word) > 1 else f"'{word}'"


def _one_of(words: list[str]) -> str:
    return "(" + " | ".join(_as_written(word) for word in words) + ")"
