"""Tells PostgreSQL how to go about a question where it cannot know better: statistics lag behind what was just written."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def many_rows_expected() -> Iterator[None]:
    """For joins of whole tables of an organisation, inside its scope.

    Of an organisation that the statistics do not know yet the planner expects a single row, and goes through all of one
    table for each row of the other: hours instead of a second.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_nestloop = off")
        yield
        cursor.execute("SET LOCAL enable_nestloop = on")
