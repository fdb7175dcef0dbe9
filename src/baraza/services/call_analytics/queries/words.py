"""Full-text search over what was said in calls that are over.

How it stays fast under row-level security is said where its function is made (migration 0003).
"""

from collections.abc import Collection
from typing import Final

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Left

from baraza.services.call_analytics.models import Call, CallDetail, CallWords
from baraza.services.call_analytics.rules.finding import Piece, around_first_hit, passage, words_in
from baraza.services.call_analytics.rules.redaction import redacted

# More than these are not handed over: the list looks into each call on its way, the next hit is never far.
_MOST_LISTED: Final = 4000
# More of one transcript is not looked through for the line that is shown.
_MOST_CHARACTERS: Final = 50_000
# A number that a cut goes through is known no more: so much beside a cut is not shown.
_CUT_NUMBER: Final = 300
_BESIDE: Final = _CUT_NUMBER + 100


def narrowed(rows: QuerySet[Call], *, text: str) -> QuerySet[Call]:
    """Every word must be there, or the beginning of one. Asks once, right now."""
    written = words_in(text)
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


def passages(*, call_ids: Collection[int], text: str, with_numbers: bool) -> dict[int, tuple[Piece, ...]]:
    """Of each call the first place where one of the words was said; what may not be read is taken out before."""
    wanted = words_in(text)
    if not wanted or not call_ids:
        return {}
    rows = CallDetail.objects.filter(call_id__in=call_ids)
    found = {}
    for call_id, said in rows.values_list("call_id", Left("transcript", _MOST_CHARACTERS)):
        part, cut_before, cut_after = around_first_hit(said, words=wanted, beside=_BESIDE)
        cut_after = cut_after or len(said) == _MOST_CHARACTERS
        shown = redacted(part, telephones=not with_numbers)
        shown = shown[_CUT_NUMBER if cut_before else 0 : len(shown) - (_CUT_NUMBER if cut_after else 0)]
        found[call_id] = passage(shown, words=wanted)
    return found
