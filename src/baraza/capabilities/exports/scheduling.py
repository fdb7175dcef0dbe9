"""Lists that are made by themselves: a schedule is written, changed, switched off, and run when it is due."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import get_language

from baraza.capabilities.exports.actions import MAKE_JOB
from baraza.capabilities.exports.errors import ExportUnknown, FormatUnknown, ScheduleWrong
from baraza.capabilities.exports.kinds import Narrowing, kind_named
from baraza.capabilities.exports.letters import SEND_JOB
from baraza.capabilities.exports.models import Export, Format, Letter, Recipient, Schedule
from baraza.capabilities.exports.queries import possible_recipients
from baraza.core.audit.actions import record
from baraza.core.identity.actor import Actor
from baraza.core.identity.permissions import require
from baraza.core.jobs.queue import enqueue
from baraza.core.organisations.queries import get_organisation
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib.clock import now
from baraza.lib.recurring import Times, following, last_period


@dataclass(frozen=True, kw_only=True)
class Plan:
    """`period` is all (the list as it stands) or last (what began since the time before)."""

    title: str
    kind: str
    format: str
    every: str
    hour: int
    recipient_ids: tuple[int, ...]
    narrowing: Narrowing = field(default_factory=dict)
    narrowed_by: tuple[str, ...] = ()
    period: str = "all"
    weekday: int = 0
    day: int = 1


def write_schedule(*, actor: Actor, plan: Plan) -> int:
    """Raises NotAllowed, KindUnknown, FormatUnknown, ScheduleWrong."""
    kind = kind_named(plan.kind)
    require(actor=actor, permission="exports.schedule")
    require(actor=actor, permission=kind.permission)
    if plan.format not in Format.values:
        raise FormatUnknown(f"Not a format: {plan.format!r}.")
    if plan.every not in Schedule.Every.values or plan.period not in Schedule.Period.values:
        raise ScheduleWrong("Every day, week or month; everything or the last one.")
    people = set(plan.recipient_ids)
    if not people or people - set(possible_recipients(kind=kind)):
        raise ScheduleWrong("Somebody of these may not read this list.")
    schedule = Schedule.objects.create(
        organisation_id=current_organisation_id(),
        title=plan.title,
        kind=plan.kind,
        format=plan.format,
        narrowing=dict(plan.narrowing),
        narrowed_by=list(plan.narrowed_by),
        period=plan.period,
        every=plan.every,
        weekday=plan.weekday,
        day=plan.day,
        hour=plan.hour,
        next_at=following(
            Times(every=plan.every, hour=plan.hour, weekday=plan.weekday, day=plan.day), after=now(), zone=_zone()
        ),
        created_by_id=actor.id,
    )
    Recipient.objects.bulk_create(
        Recipient(organisation_id=schedule.organisation_id, schedule=schedule, user_id=user) for user in sorted(people)
    )
    facts = {"title": plan.title, "list": plan.kind, "every": plan.every, "recipients": sorted(people)}
    _note(actor, "schedule.written", schedule, facts)
    return schedule.pk


def switch_schedule(*, actor: Actor, schedule_id: int, active: bool) -> None:
    """Switched on again it goes on with its next time; what was missed stays missed."""
    require(actor=actor, permission="exports.schedule")
    schedule = _locked(schedule_id)
    if schedule.active == active:
        return
    schedule.active = active
    schedule.next_at = following(_times(schedule), after=now(), zone=_zone())
    schedule.save(update_fields=["active", "next_at"])
    _note(actor, "schedule.switched_on" if active else "schedule.switched_off", schedule, {})


def remove_schedule(*, actor: Actor, schedule_id: int) -> None:
    """Files that it made stay for their days."""
    require(actor=actor, permission="exports.schedule")
    schedule = _locked(schedule_id)
    _note(actor, "schedule.removed", schedule, {"title": schedule.title})
    schedule.delete()


def send_letters_again(*, actor: Actor, schedule_id: int) -> int:
    """Those that the mail server did not take, about files that are still kept; how many. Raises ExportUnknown."""
    require(actor=actor, permission="exports.schedule")
    schedule = _locked(schedule_id)
    unsent = Letter.objects.select_for_update(of=("self",)).filter(
        export__schedule=schedule,
        export__state=Export.State.DONE,
        state__in=[Letter.State.WAITING, Letter.State.FAILED, Letter.State.UNCERTAIN],
    )
    letters = list(unsent.order_by("pk"))
    for letter in letters:
        letter.state, letter.attempts = Letter.State.WAITING, 0
        letter.save(update_fields=["state", "attempts", "changed_at"])
        arguments = {"letter_id": letter.pk}
        enqueue(job=SEND_JOB, organisation_id=letter.organisation_id, arguments=arguments, key=str(letter.pk))
    if letters:
        _note(actor, "schedule.letters_sent_again", schedule, {"letters": len(letters)})
    return len(letters)


def due_schedules() -> QuerySet[Schedule]:
    return Schedule.objects.filter(active=True, next_at__lte=now())


def run_due() -> int:
    """Asks for the files that are due in the organisation in scope; how many. Two at once ask for each once.

    What fell due while nothing ran is made once, not once for each time.
    """
    due = due_schedules().filter(organisation_id=current_organisation_id())
    return sum(_run(schedule) for schedule in due.select_for_update(of=("self",), skip_locked=True).order_by("pk"))


def _run(schedule: Schedule) -> bool:
    due_at, times, zone = schedule.next_at, _times(schedule), _zone()
    schedule.next_at = following(times, after=now(), zone=zone)
    schedule.save(update_fields=["next_at"])
    narrowing: Narrowing = schedule.narrowing
    narrowed_by = list(schedule.narrowed_by)
    if schedule.period == Schedule.Period.LAST:
        since, until = last_period(times, at=due_at, zone=zone)
        narrowing = kind_named(schedule.kind).within(narrowing, since, until)
        narrowed_by.append(_days(since, until))
    try:
        with transaction.atomic():
            export = Export.objects.create(
                organisation_id=schedule.organisation_id,
                kind=schedule.kind,
                format=schedule.format,
                narrowing=dict(narrowing),
                narrowed_by=narrowed_by,
                language=get_language() or "en",
                asked_by_id=schedule.created_by_id,
                asked_name=schedule.title,
                schedule=schedule,
                run_key=f"{schedule.pk}:{due_at.isoformat()}",
            )
    except IntegrityError:
        # Another one has asked for this time already.
        return False
    enqueue(job=MAKE_JOB, organisation_id=export.organisation_id, arguments={"export_id": str(export.pk)})
    return True


def _days(since: datetime, until: datetime) -> str:
    """As people count them: the moment at which they end is on the day after."""
    first, last = since.date(), (until - timedelta(microseconds=1)).date()
    return first.isoformat() if first == last else f"{first.isoformat()} – {last.isoformat()}"


def _times(schedule: Schedule) -> Times:
    return Times(every=schedule.every, hour=schedule.hour, weekday=schedule.weekday, day=schedule.day)


def _zone() -> ZoneInfo:
    return ZoneInfo(get_organisation(organisation_id=current_organisation_id()).time_zone)


def _locked(schedule_id: int) -> Schedule:
    rows = Schedule.objects.select_for_update(of=("self",)).filter(organisation_id=current_organisation_id())
    schedule = rows.filter(pk=schedule_id).first()
    if schedule is None:
        raise ExportUnknown("No such schedule here.")
    return schedule


def _note(actor: Actor, action: str, schedule: Schedule, changes: Mapping[str, object]) -> None:
    record(actor=actor, action=action, subject_kind="schedule", subject_id=str(schedule.pk), changes=changes)
