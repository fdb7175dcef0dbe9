"""Old entries go into a file that proves itself and out of the database; their seals stay, so the chain stays whole."""

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from django.db.models import Min
from psycopg import Connection

from baraza.core.audit.canonical import Link, hash_of
from baraza.core.audit.models import AuditEntry, Seal
from baraza.core.audit.verifying import links, verify
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib.finished_files import keep_names

# Writers wait while a piece is taken out, so pieces are small.
_PIECE: Final = 5_000
_TAKE_OUT: Final = """
DELETE FROM audit_entry WHERE id IN (
    SELECT s.entry_id FROM audit_seal s JOIN audit_entry e ON e.id = s.entry_id
    WHERE s.organisation_id = %s AND s.sequence <= %s ORDER BY s.sequence LIMIT %s
)
"""
_NOTE: Final = """
INSERT INTO audit_archive (organisation_id, sequence, hash, file_digest) VALUES (%s, %s, %s, %s)
ON CONFLICT (organisation_id, sequence) DO NOTHING
"""
_TABLES: Final = ("audit_entry", "audit_seal", "audit_archive")


class ArchiveRefused(ValueError):
    """Nothing was taken out; the text says why."""


@dataclass(frozen=True, kw_only=True)
class Written:
    """The last entry in the file, and the digest of the file."""

    organisation_id: int
    sequence: int
    hash: str
    entries: int
    digest: str


def write_archive(*, before: datetime, file: Path) -> Written:
    """Entries of the organisation in scope that are older and still there. Raises ArchiveRefused, FileExistsError."""
    organisation_id = current_organisation_id()
    verdict = verify()
    if verdict.problem is not None:
        raise ArchiveRefused(f"The chain is broken after entry {verdict.sequence}: {verdict.problem}.")
    last = _last_before(organisation_id, before=before)
    if last is None:
        raise ArchiveRefused("No entry is that old.")
    count = 0
    with file.open("x", encoding="utf-8") as target:
        for line in _lines(organisation_id, last=last.sequence):
            target.write(line)
            count += 1
        target.flush()
        os.fsync(target.fileno())
    # The entries are about to go: nothing else will know what was in them.
    keep_names(folder=file.absolute().parent)
    return Written(
        organisation_id=organisation_id, sequence=last.sequence, hash=last.hash, entries=count, digest=check(file=file)
    )


def check(*, file: Path) -> str:
    """The digest of a file in which each entry has the hash that it says and follows the one before. Raises ArchiveRefused."""
    digest, before = hashlib.sha256(), None
    with file.open("rb") as source:
        for number, line in enumerate(source, start=1):
            digest.update(line)
            link, sealed = _read(line, number)
            if hash_of(link) != sealed or before not in {None, link.previous_hash}:
                raise ArchiveRefused(f"Line {number} is not as it was sealed.")
            before = sealed
    return digest.hexdigest()


def _read(line: bytes, number: int) -> tuple[Link, str]:
    try:
        written = json.loads(line)
        sealed = str(written.pop("hash"))
        return Link(**{**written, "fields": tuple(written["fields"])}), sealed
    except (ValueError, TypeError, KeyError) as error:
        raise ArchiveRefused(f"Line {number} is no entry.") from error


def _last_before(organisation_id: int, *, before: datetime) -> Seal | None:
    """The last entry before the first one that is not old enough, by their places in the chain."""
    seals = Seal.objects.filter(organisation_id=organisation_id)
    entries = AuditEntry.objects.filter(organisation_id=organisation_id)
    young = entries.filter(at__gte=before).values("pk")
    end = seals.filter(entry_id__in=young).aggregate(first=Min("sequence"))["first"]
    # What an earlier run took out is not there; what it left when it was killed is.
    old = seals.filter(entry_id__in=entries.filter(at__lt=before).values("pk"))
    old = old if end is None else old.filter(sequence__lt=end)
    return old.order_by("-sequence").first()


def _lines(organisation_id: int, *, last: int) -> Iterator[str]:
    for number, _, previous, sealed, there, *fields in links(organisation_id=organisation_id):
        if number > last:
            return
        if there:
            whole = {"organisation_id": organisation_id, "sequence": number, "previous_hash": previous}
            yield json.dumps({**whole, "fields": fields, "hash": sealed}, ensure_ascii=False) + "\n"


def take_out(*, owner: Connection, written: Written) -> int:
    """With the owner's connection, after the file is written; how many entries. Killed, what is left goes next time."""
    total, taken = 0, _PIECE
    while taken == _PIECE:
        with owner.transaction():
            # Policies bind the owner, too; they are back before anybody else sees the tables.
            for table in _TABLES:
                owner.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
            owner.execute(_NOTE, [written.organisation_id, written.sequence, written.hash, written.digest])
            taken = owner.execute(_TAKE_OUT, [written.organisation_id, written.sequence, _PIECE]).rowcount
            owner.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for table in _TABLES:
                owner.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        total += taken
    return total
