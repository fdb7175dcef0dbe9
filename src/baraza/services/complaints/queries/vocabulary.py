"""Which words the search knows: those that stand in a report, and those that are left of reports that lost theirs."""

from collections.abc import Iterator

from django.db import connection

from baraza.core.tenancy.scope import current_organisation_id
from baraza.services.complaints.models import SearchWord

# One walk through the documents; asked word by word, row-level security would keep the index out of it.
_WRITTEN = """
    SELECT word FROM ts_stat(
        'SELECT document FROM complaints_search WHERE organisation_id = ' || %s::bigint)
"""
_AT_ONCE = 5000


def words_of_nothing() -> Iterator[int]:
    """Ids of the words that stand nowhere any more, of the organisation in scope."""
    organisation_id = current_organisation_id()
    with connection.cursor() as cursor:
        cursor.execute(_WRITTEN, [organisation_id])
        written = {word for (word,) in cursor.fetchall()}
    known = SearchWord.objects.filter(organisation_id=organisation_id).values_list("pk", "word")
    return (pk for pk, word in known.iterator(chunk_size=_AT_ONCE) if word not in written)
