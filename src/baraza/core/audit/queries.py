"""Reads of the audit trail: searched, in keyset pages, one entry, and how far the chain is known to be whole."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from baraza.core.audit.models import AuditEntry, Chain, Check, Seal
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib.clock import now

PAGE_SIZE = 50
# Words are looked for in every entry of the time asked for; without a time, in this much.
TEXT_DAYS = 90


class EntryUnknown(LookupError):
    """This organisation has no such entry."""


@dataclass(frozen=True, kw_only=True)
class AuditFilter:
    """Empty texts and None do not filter. `reads` leaves out, or in, that somebody looked at something."""

    person_id: int | None = None
    action: str = ""
    subject_kind: str = ""
    subject_id: str = ""
    since: datetime | None = None
    until: datetime | None = None
    text: str = ""
    reads: bool = True


@dataclass(frozen=True, kw_only=True)
class EntryFacts:
    id: int
    at: datetime
    actor_kind: str
    actor_id: int | None
    actor_name: str
    impersonator_id: int | None
    impersonator_name: str
    action: str
    subject_kind: str
    subject_id: str
    changes: dict[str, object]
    address: str
    correlation_id: str


@dataclass(frozen=True, kw_only=True)
class SealedEntry:
    """`sequence` and `hash` are None for an entry that is in no chain."""

    entry: EntryFacts
    sequence: int | None
    hash: str


@dataclass(frozen=True, kw_only=True)
class AuditPage:
    entries: list[EntryFacts]
    older: int | None
    newer: int | None


@dataclass(frozen=True, kw_only=True)
class ChainState:
    """`checked_to` of `length` entries were found whole at `checked_at`; `problem` is empty or verifying.Problem."""

    length: int
    head: str
    checked_at: datetime | None
    checked_to: int
    problem: str
    broken_entry_id: int | None

    @property
    def unchecked(self) -> int:
        return max(self.length - self.checked_to, 0)


def search(*, wanted: AuditFilter, before: int | None = None, after: int | None = None) -> AuditPage:
    """The page older than entry `before`, or newer than `after`, or the newest."""
    rows = _matching(wanted)
    if after is not None:
        found = list(rows.filter(pk__gt=after).order_by("pk")[: PAGE_SIZE + 1])
        more_newer, more_older = len(found) > PAGE_SIZE, True
        found = found[:PAGE_SIZE][::-1]
    else:
        rows = rows.filter(pk__lt=before) if before is not None else rows
        found = list(rows.order_by("-pk")[: PAGE_SIZE + 1])
        more_newer, more_older = before is not None, len(found) > PAGE_SIZE
        found = found[:PAGE_SIZE]
    return AuditPage(
        entries=[_facts(row) for row in found],
        older=found[-1].pk if found and more_older else None,
        newer=found[0].pk if found and more_newer else None,
    )


def get_entry(*, entry_id: int) -> SealedEntry:
    """Raises EntryUnknown."""
    row = _own().filter(pk=entry_id).first()
    if row is None:
        raise EntryUnknown(f"No entry {entry_id} here.")
    seal = Seal.objects.filter(organisation_id=current_organisation_id(), entry_id=entry_id).first()
    return SealedEntry(entry=_facts(row), sequence=seal.sequence if seal else None, hash=seal.hash if seal else "")


def list_batches(*, wanted: AuditFilter, size: int) -> Iterator[list[EntryFacts]]:
    """Everything that matches, oldest first, in batches of a keyset."""
    after = 0
    while True:
        batch = batch_after(wanted=wanted, after=after, size=size)
        if not batch:
            return
        yield batch
        after = batch[-1].id


def batch_after(*, wanted: AuditFilter, after: int, size: int) -> list[EntryFacts]:
    return [_facts(row) for row in _matching(wanted).filter(pk__gt=after).order_by("pk")[:size]]


def seals_of(entry_ids: Collection[int]) -> dict[int, tuple[int, str]]:
    """By entry: its place in the chain and its seal; nothing for one that is in no chain."""
    rows = Seal.objects.filter(organisation_id=current_organisation_id(), entry_id__in=entry_ids)
    return {entry: (sequence, sealed) for entry, sequence, sealed in rows.values_list("entry_id", "sequence", "hash")}


def count_matching(*, wanted: AuditFilter) -> int:
    return _matching(wanted).count()


def known_actions() -> list[str]:
    """The actions that this organisation's trail holds, for a list to choose from."""
    return _distinct("action")


def known_subjects() -> list[str]:
    return _distinct("subject_kind")


def subjects_of(*, action: str) -> set[str]:
    """What an act was ever done to."""
    return set(_own().filter(action=action).order_by().values_list("subject_id", flat=True).distinct())


def chain_state() -> ChainState:
    organisation_id = current_organisation_id()
    end = Chain.objects.filter(organisation_id=organisation_id).first()
    check = Check.objects.filter(organisation_id=organisation_id).order_by("-pk").first()
    return ChainState(
        length=end.sequence if end else 0,
        head=end.hash if end else "",
        checked_at=check.at if check else None,
        checked_to=check.sequence if check else 0,
        problem=check.problem if check else "",
        broken_entry_id=check.entry_id if check else None,
    )


def _own() -> QuerySet[AuditEntry]:
    # The organisation is said as well as enforced: the planner finds the index by it.
    return AuditEntry.objects.filter(organisation_id=current_organisation_id())


def _matching(wanted: AuditFilter) -> QuerySet[AuditEntry]:
    rows = _own()
    if wanted.person_id is not None:
        rows = rows.filter(Q(actor_id=wanted.person_id, actor_kind="member") | Q(impersonator_id=wanted.person_id))
    for field in ("action", "subject_kind", "subject_id"):
        value = getattr(wanted, field)
        rows = rows.filter(**{field: value}) if value else rows
    if not wanted.reads:
        rows = rows.exclude(action__endswith=".read")
    since = wanted.since
    if wanted.text:
        since = since or now() - timedelta(days=TEXT_DAYS)
        rows = _with_words(rows, wanted.text)
    if since is not None:
        rows = rows.filter(at__gte=since)
    return rows if wanted.until is None else rows.filter(at__lt=wanted.until)


def _with_words(rows: QuerySet[AuditEntry], text: str) -> QuerySet[AuditEntry]:
    """Every word somewhere in the entry, large or small letters."""
    rows = rows.annotate(written=Cast("changes", TextField()))
    for word in text.replace("\0", "").split():
        places = ("actor_name", "impersonator_name", "action", "subject_id", "address", "correlation_id", "written")
        anywhere = Q()
        for place in places:
            anywhere |= Q(**{f"{place}__icontains": word})
        rows = rows.filter(anywhere)
    return rows


def _distinct(column: str) -> list[str]:
    """One step of the index per value, however long the trail is."""
    found: list[str] = []
    rows = _own().order_by(column)
    while True:
        after = rows.filter(**{f"{column}__gt": found[-1]}) if found else rows
        following = after.values_list(column, flat=True).first()
        if following is None:
            return found
        found.append(following)


def _facts(row: AuditEntry) -> EntryFacts:
    return EntryFacts(
        id=row.pk,
        at=row.at,
        actor_kind=row.actor_kind,
        actor_id=row.actor_id,
        actor_name=row.actor_name,
        impersonator_id=row.impersonator_id,
        impersonator_name=row.impersonator_name,
        action=row.action,
        subject_kind=row.subject_kind,
        subject_id=row.subject_id,
        changes=row.changes,
        address=row.address,
        correlation_id=row.correlation_id,
    )
