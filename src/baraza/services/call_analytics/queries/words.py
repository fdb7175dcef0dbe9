"""Full-text search over what was said in calls that are over.

How it stays fast under row-level security is said where its function is made (migration 0003).
"""

import re
from typing import Final

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery

from baraza.services.call_analytics.models import Call, CallWords

# More than these are not handed over: the list looks into each call on its way, the next hit is never far.
_MOST_LISTED: Final = 4000
_MOST_WORDS: Final = 12
_LONGEST_WORD: Final = 60
_WORD: Final = re.compile(r"[^\W_]+")


def narrowed(rows: QuerySet[Call], *, text: str) -> QuerySet[Call]:
    """Every word must be there, or the beginning of one. Asks once, right now."""
    written = [word[:_LONGEST_WORD] for word in _WORD.findall(text.lower())][:_MOST_WORDS]
    if not written:
        return rows
    query = " & ".join(f"'{word}':*" if len(word) > 1 else f"'{word}'" for word in written)
    with connection.cursor() as cursor:
        cursor.execute("SELECT calls_words_found(%s, %s)", [query, _MOST_LISTED + 1])
        found = [int(pk) for (pk,) in cursor.fetchall()]
    if len(found) <= _MOST_LISTED:
        return rows.filter(pk__in=found)
    asked = SearchQuery(query, config="public.calls", search_type="raw")
    hit = (
        CallWords.objects.filter(call_id=OuterRef("pk"))
        .annotate(hit=ExpressionWrapper(Q(document=asked), output_field=BooleanField()))
        .values("hit")
    )
    return rows.filter(Subquery(hit, output_field=BooleanField()))
