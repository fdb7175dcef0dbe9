"""Looks through an organisation's chain from its first entry and names the first one that is not as it was sealed."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from django.db import connection

from baraza.core.audit.canonical import GENESIS, Link, hash_of
from baraza.core.audit.models import Archive, Chain, Check
from baraza.core.tenancy.scope import current_organisation_id

_BATCH = 2000
# The fields in the order of migration 0001, computed here anew: a changed function in the database deceives nobody.
_LINKS: Final = """
SELECT s.sequence, s.entry_id, s.previous_hash, s.hash, e.id IS NOT NULL,
    e.id::text, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    e.actor_kind, coalesce(e.actor_id::text, ''), e.actor_name,
    coalesce(e.impersonator_id::text, ''), e.impersonator_name,
    e.action, e.subject_kind, e.subject_id, e.changes::text, e.address, e.correlation_id
FROM audit_seal s LEFT JOIN audit_entry e ON e.id = s.entry_id AND e.organisation_id = s.organisation_id
WHERE s.organisation_id = %s AND s.sequence > %s ORDER BY s.sequence LIMIT %s
"""
_UNSEALED: Final = """
SELECT e.id FROM audit_entry e WHERE e.organisation_id = %(organisation)s AND NOT EXISTS (
    SELECT FROM audit_seal s WHERE s.organisation_id = %(organisation)s AND s.entry_id = e.id
) ORDER BY e.id LIMIT 1
"""


class Problem(StrEnum):
    """What is wrong with the entry that is named."""

    CHANGED = "changed"
    REMOVED = "removed"
    INSERTED = "inserted"
    REORDERED = "reordered"
    CUT_OFF = "cut_off"


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """`sequence` is the last entry up to which the chain is whole, `hash` its hash; `entry_id` is the broken one's."""

    sequence: int
    hash: str
    problem: Problem | None = None
    entry_id: int | None = None


def verify() -> Verdict:
    """The chain of the organisation in scope, entry by entry; a batch is one statement."""
    organisation_id = current_organisation_id()
    # Read first: what is appended while we look is beyond it, what was cut off before is not.
    end = Chain.objects.filter(organisation_id=organisation_id).values_list("sequence", "hash").first()
    archive = Archive.objects.filter(organisation_id=organisation_id).order_by("-sequence").first()
    sequence, last = 0, GENESIS
    for row in links(organisation_id=organisation_id):
        problem = _problem(row, organisation_id=organisation_id, sequence=sequence, last=last, archive=archive)
        if problem is not None:
            return Verdict(sequence=sequence, hash=last, problem=problem, entry_id=row[1])
        sequence, last = row[0], row[3]
        if end is not None and sequence == end[0] and last != end[1]:
            return Verdict(sequence=sequence - 1, hash=row[2], problem=Problem.CHANGED, entry_id=row[1])
    if end is not None and sequence < end[0]:
        return Verdict(sequence=sequence, hash=last, problem=Problem.CUT_OFF)
    unsealed = _first_unsealed(organisation_id)
    if unsealed is not None:
        return Verdict(sequence=sequence, hash=last, problem=Problem.INSERTED, entry_id=unsealed)
    return Verdict(sequence=sequence, hash=last)


def verify_and_keep() -> Verdict:
    """The verdict is shown on the page of the trail until the next one."""
    verdict = verify()
    Check.objects.create(
        organisation_id=current_organisation_id(),
        sequence=verdict.sequence,
        hash=verdict.hash,
        problem=verdict.problem or "",
        entry_id=verdict.entry_id,
    )
    return verdict


def _problem(
    row: tuple[Any, ...], *, organisation_id: int, sequence: int, last: str, archive: Archive | None
) -> Problem | None:
    number, _, previous, sealed, there, *fields = row
    if number != sequence + 1:
        return Problem.REMOVED
    if previous != last:
        return Problem.REORDERED
    if archive is not None and number == archive.sequence and sealed != archive.hash:
        return Problem.CHANGED
    if not there:
        # What was archived is proven by its file; here its place in the chain is.
        return None if archive is not None and number <= archive.sequence else Problem.REMOVED
    link = Link(organisation_id=organisation_id, sequence=number, previous_hash=previous, fields=tuple(fields))
    return None if hash_of(link) == sealed else Problem.CHANGED


def links(*, organisation_id: int) -> Iterator[tuple[Any, ...]]:
    """Of each place in the chain: number, entry's id, hash before, hash, whether the entry is there, its fields."""
    after = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_LINKS, [organisation_id, after, _BATCH])
            rows = cursor.fetchall()
        yield from rows
        if len(rows) < _BATCH:
            return
        after = rows[-1][0]


def _first_unsealed(organisation_id: int) -> int | None:
    """Sealed in the very transaction that writes it, so there is none unless the owner switched the trigger off."""
    with connection.cursor() as cursor:
        cursor.execute(_UNSEALED, {"organisation": organisation_id})
        row = cursor.fetchone()
    return None if row is None else int(row[0])
