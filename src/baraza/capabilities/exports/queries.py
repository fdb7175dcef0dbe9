"""Reads of files and schedules, always of the organisation in scope and of what this person may see."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from baraza.capabilities.exports.errors import ExportUnknown, KindUnknown
from baraza.capabilities.exports.kinds import ExportKind, kind_named, kinds
from baraza.capabilities.exports.models import Export, Keeping, Letter, Recipient, Schedule
from baraza.core.identity.actor import Actor
from baraza.core.identity.permissions import allows
from baraza.core.identity.queries import actor_for, actors_at_work, member_names
from baraza.core.tenancy.scope import current_organisation_id

KEPT_DAYS = 7
PAGE_SIZE = 50


@dataclass(frozen=True, kw_only=True)
class ExportSummary:
    """`state` and `failure` are codes; `file_name` is what the browser saves it as."""

    id: str
    kind: str
    kind_label: str
    format: str
    narrowed_by: tuple[str, ...]
    asked_by_id: int | None
    asked_name: str
    scheduled: bool
    state: str
    failure: str
    cancel_asked: bool
    rows_done: int
    rows_total: int | None
    bytes: int | None
    asked_at: datetime
    finished_at: datetime | None
    expires_at: datetime | None
    file_name: str

    @property
    def under_way(self) -> bool:
        return self.state in {"queued", "running"}


@dataclass(frozen=True, kw_only=True)
class ScheduleSummary:
    """`unsent` letters were given up or may not have gone; `tried` ones wait for the mail server to answer."""

    id: int
    title: str
    kind: str
    kind_label: str
    format: str
    narrowing: Mapping[str, object]
    narrowed_by: tuple[str, ...]
    period: str
    every: str
    weekday: int
    day: int
    hour: int
    active: bool
    next_at: datetime
    recipient_ids: tuple[int, ...]
    recipients: tuple[str, ...]
    unsent: int
    tried: int


def list_exports(*, actor: Actor, everybody: bool = False) -> list[ExportSummary]:
    """The newest; of everybody only for whoever may see that."""
    rows = _visible(actor) if everybody else _visible(actor).filter(_mine(actor))
    return [_summary(row) for row in rows.order_by("-asked_at", "-pk")[:PAGE_SIZE]]


def get_export(*, actor: Actor, export_id: str) -> ExportSummary:
    """Raises ExportUnknown, also for another's file."""
    return _summary(visible_export(actor=actor, export_id=export_id))


def list_schedules() -> list[ScheduleSummary]:
    rows = list(Schedule.objects.filter(organisation_id=current_organisation_id()).order_by("title", "pk"))
    people: dict[int, list[int]] = {}
    for schedule_id, user_id in Recipient.objects.filter(schedule__in=rows).values_list("schedule_id", "user_id"):
        people.setdefault(schedule_id, []).append(user_id)
    names = member_names(user_ids={user for users in people.values() for user in users})
    letters = _letters_by_schedule()
    return [_schedule(row, people=people.get(row.pk, []), names=names, letters=letters) for row in rows]


def get_schedule(*, schedule_id: int) -> ScheduleSummary:
    """Raises ExportUnknown."""
    found = next((one for one in list_schedules() if one.id == schedule_id), None)
    if found is None:
        raise ExportUnknown("No such schedule here.")
    return found


def kinds_for(*, actor: Actor) -> list[ExportKind]:
    return [kind for kind in kinds() if allows(actor=actor, permission=kind.permission)]


def possible_recipients(*, kind: ExportKind) -> dict[int, str]:
    """Members who may read the list, by name."""
    able = (actor for actor in actors_at_work() if may_receive(actor=actor, kind=kind))
    return {actor.id: actor.name for actor in able if actor.id is not None}


def may_receive(*, actor: Actor, kind: ExportKind) -> bool:
    """A schedule makes one file for all: none for who sees certain clients alone."""
    return (
        not actor.clients
        and allows(actor=actor, permission="exports.use")
        and allows(actor=actor, permission=kind.permission)
    )


def actor_of(user_id: int) -> Actor | None:
    return actor_for(user_id=user_id, organisation_id=current_organisation_id())


def keeping_days() -> int:
    row = Keeping.objects.filter(organisation_id=current_organisation_id()).first()
    return row.days if row else KEPT_DAYS


def visible_export(*, actor: Actor, export_id: str) -> Export:
    """Raises ExportUnknown."""
    try:
        key = uuid.UUID(export_id)
    except ValueError as error:
        raise ExportUnknown("Not the id of a file.") from error
    row = _visible(actor).filter(pk=key).first()
    if row is None:
        raise ExportUnknown("No such file, or another's.")
    return row


def _visible(actor: Actor) -> QuerySet[Export]:
    rows = Export.objects.filter(organisation_id=current_organisation_id())
    if actor.clients:
        # What they had made while they saw more is not theirs any more.
        rows = rows.filter(narrowing__only_clients__contained_by=sorted(actor.clients))
        rows = rows.exclude(narrowing__only_clients=[])
    return rows if allows(actor=actor, permission="exports.manage") else rows.filter(_mine(actor))


def _mine(actor: Actor) -> Q:
    """What a person asked for, and what a schedule sends them."""
    received = Recipient.objects.filter(user_id=actor.id or 0).values("schedule_id")
    return Q(asked_by_id=actor.id or 0) | Q(schedule_id__in=received)


def _summary(row: Export) -> ExportSummary:
    try:
        label = kind_named(row.kind).label
    except KindUnknown:
        # Of a service that is not installed any more.
        label = row.kind
    return ExportSummary(
        id=str(row.pk),
        kind=row.kind,
        kind_label=label,
        format=row.format,
        narrowed_by=tuple(row.narrowed_by),
        asked_by_id=row.asked_by_id,
        asked_name=row.asked_name,
        scheduled=bool(row.run_key),
        state=row.state,
        failure=row.failure,
        cancel_asked=row.cancel_asked,
        rows_done=row.rows_done,
        rows_total=row.rows_total,
        bytes=row.bytes,
        asked_at=row.asked_at,
        finished_at=row.finished_at,
        expires_at=row.expires_at,
        file_name=f"{row.kind}-{row.asked_at:%Y-%m-%d}-{row.pk.hex[:6]}.{row.format}",
    )


def _letters_by_schedule() -> dict[int, tuple[int, int]]:
    """How many were given up, and how many are tried again."""
    given_up = Q(state__in=[Letter.State.FAILED, Letter.State.UNCERTAIN])
    tried = Q(state=Letter.State.WAITING, attempts__gt=0)
    rows = Letter.objects.filter(
        export__schedule__organisation_id=current_organisation_id(), export__state=Export.State.DONE
    ).values("export__schedule_id")
    counted = rows.annotate(unsent=Count("pk", filter=given_up), tried=Count("pk", filter=tried))
    return {one["export__schedule_id"]: (one["unsent"], one["tried"]) for one in counted}


def _schedule(
    row: Schedule, *, people: list[int], names: Mapping[int, str], letters: Mapping[int, tuple[int, int]]
) -> ScheduleSummary:
    unsent, tried = letters.get(row.pk, (0, 0))
    return ScheduleSummary(
        id=row.pk,
        title=row.title,
        kind=row.kind,
        kind_label=kind_named(row.kind).label,
        format=row.format,
        narrowing=row.narrowing,
        narrowed_by=tuple(row.narrowed_by),
        period=row.period,
        every=row.every,
        weekday=row.weekday,
        day=row.day,
        hour=row.hour,
        active=row.active,
        next_at=row.next_at,
        recipient_ids=tuple(people),
        recipients=tuple(sorted(names.get(user, "") for user in people)),
        unsent=unsent,
        tried=tried,
    )
