"""Which letters a member wants: read by whoever writes, changed by the member, or by the link in a letter."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core import signing
from django.urls import reverse

from baraza.capabilities.staff_letters.kinds import DIGEST, is_known
from baraza.capabilities.staff_letters.models import Choice
from baraza.core.audit.actions import record
from baraza.core.identity.actor import Actor, NotAllowed
from baraza.core.identity.queries import actor_for
from baraza.core.organisations.queries import OrganisationUnknown, get_organisation
from baraza.core.tenancy.scope import current_organisation_id, organisation_scope
from baraza.lib.clock import now
from baraza.lib.recurring import Times, following

_SALT: Final = "baraza.staff_letters.stop"


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """`digest` is none, day or week; `hour` and `weekday` are the organisation's."""

    stopped: frozenset[str] = frozenset()
    digest: str = "none"
    hour: int = 7
    weekday: int = 0


@dataclass(frozen=True, kw_only=True)
class Stopping:
    """What a link in a letter stops, for whom."""

    organisation_id: int
    user_id: int
    kind: str


def wants(*, user_id: int, kind: str) -> bool:
    """In the organisation in scope. Whoever never chose wants every letter."""
    row = _of(user_id)
    return row is None or kind not in row.stopped


def wishes_of(*, actor: Actor) -> Wishes:
    """Raises NotAllowed for whoever has no letters of their own here."""
    row = _of(_own(actor))
    if row is None:
        return Wishes()
    return Wishes(stopped=frozenset(row.stopped), digest=row.digest, hour=row.hour, weekday=row.weekday)


def choose(*, actor: Actor, wishes: Wishes) -> None:
    """A digest begins with what happens from now on. Raises NotAllowed, and ValueError for a kind that nobody declared."""
    user_id = _own(actor)
    _check(wishes.stopped)
    row, before = _locked(user_id), wishes_of(actor=actor)
    row.stopped, row.digest = sorted(wishes.stopped), wishes.digest
    row.hour, row.weekday = wishes.hour, wishes.weekday
    row.next_at = None if row.digest == Choice.Digest.NONE else next_time(row)
    row.told_until = (row.told_until or now()) if row.next_at else None
    row.save()
    _note(actor, before, wishes)


def stopped_by(*, token: str) -> Stopping | None:
    """None for a link that is none of ours, or of an organisation that is no more."""
    try:
        organisation_id, user_id, kind = signing.loads(token, salt=_SALT)
        get_organisation(organisation_id=organisation_id)
    except (signing.BadSignature, OrganisationUnknown, ValueError, TypeError):
        return None
    return Stopping(organisation_id=organisation_id, user_id=user_id, kind=kind)


def stop(*, stopping: Stopping) -> None:
    """One kind, or the digest; again changes nothing. Nothing either when the person is no member any more."""
    with organisation_scope(organisation_id=stopping.organisation_id):
        actor = actor_for(user_id=stopping.user_id, organisation_id=stopping.organisation_id)
        if actor is None:
            return
        now_wished = wishes_of(actor=actor)
        if stopping.kind == DIGEST:
            after = Wishes(stopped=now_wished.stopped, hour=now_wished.hour, weekday=now_wished.weekday)
        else:
            stopped = now_wished.stopped | {stopping.kind}
            after = Wishes(stopped=stopped, digest=now_wished.digest, hour=now_wished.hour, weekday=now_wished.weekday)
        if after != now_wished:
            choose(actor=actor, wishes=after)


def headers_of(*, user_id: int, kind: str) -> dict[str, str]:
    """For the letter: one click in the mailbox stops this kind (RFC 8058)."""
    token = signing.dumps([current_organisation_id(), user_id, kind], salt=_SALT)
    address = settings.PUBLIC_URL + reverse("console:letters-stop", args=[token])
    return {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def page() -> str:
    """Where members choose; stands at the foot of each letter."""
    return settings.PUBLIC_URL + reverse("console:letters")


def next_time(row: Choice) -> datetime:
    zone = ZoneInfo(get_organisation(organisation_id=row.organisation_id).time_zone)
    return following(Times(every=row.digest, hour=row.hour, weekday=row.weekday), after=now(), zone=zone)


def _own(actor: Actor) -> int:
    """Whoever helps in somebody's role has no letters here."""
    if actor.kind != "member" or actor.id is None or actor.impersonator is not None:
        raise NotAllowed("Letters are a member's own.")
    return actor.id


def _check(kinds: Collection[str]) -> None:
    unknown = [one for one in kinds if not is_known(one)]
    if unknown:
        raise ValueError(f"There are no such letters: {unknown}")


def _of(user_id: int) -> Choice | None:
    return Choice.objects.filter(organisation_id=current_organisation_id(), user_id=user_id).first()


def _locked(user_id: int) -> Choice:
    row, _ = Choice.objects.select_for_update(of=("self",)).get_or_create(
        organisation_id=current_organisation_id(), user_id=user_id
    )
    return row


def _note(actor: Actor, before: Wishes, after: Wishes) -> None:
    record(
        actor=actor,
        action="letters.chosen",
        subject_kind="user",
        subject_id=str(actor.id),
        changes={
            "stopped": [sorted(before.stopped), sorted(after.stopped)],
            "digest": [before.digest, after.digest],
        },
    )
