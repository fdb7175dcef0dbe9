"""Calls of one person, by the number at the other end: what goes when they ask to be forgotten."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import Case, CharField, F, Func, Value, When

from baraza.core.identity.actor import Actor
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib import clock, phone
from baraza.services.call_analytics.models import Call
from baraza.services.call_analytics.policies import may, require
from baraza.services.call_analytics.queries.billing_calls import zone_here
from baraza.services.call_analytics.queries.filters import readable_calls
from baraza.services.call_analytics.states import FINAL_STAGE

# By then the provider has told the length, the price and the analysis of every call, or never will.
FINISHED_BY_THEN: Final = timedelta(days=1)
_BETWEEN_DIGITS: Final = "+ -()./\u00a0\u2011"


@dataclass(frozen=True, kw_only=True)
class CallsOfNumber:
    """Ids, oldest first. `unfinished` are those of which more will be told; `days` count both, newest first."""

    finished: tuple[int, ...]
    unfinished: tuple[int, ...]
    days: tuple[tuple[date, int], ...]

    @property
    def total(self) -> int:
        return len(self.finished) + len(self.unfinished)


def calls_of_number(*, actor: Actor, number: str, region: str) -> CallsOfNumber:
    """`number` is in E.164. Providers write it so, or as people of `region` do. Raises NotAllowed.

    The organisation's own end of a call is nobody who asks. Calls that wait for their agent are among them.
    """
    require(actor=actor, act="forget")
    other = Case(When(direction="outbound", then=F("to_number")), default=F("from_number"))
    digits = Func(
        other, Value(_BETWEEN_DIGITS), Value(""), function="translate", output_field=CharField()
    )  # fmt: skip
    rows = Call.objects.filter(organisation_id=current_organisation_id(), forgotten_at=None)
    found = rows.annotate(digits=digits).filter(digits__in=_written(number, region)).order_by("at", "pk")
    told = list(found.values_list("pk", "at", "stage"))
    zone, finished_by_then = zone_here(), clock.now() - FINISHED_BY_THEN
    days = Counter(at.astimezone(zone).date() for _, at, _ in told)
    finished = tuple(pk for pk, at, stage in told if stage >= FINAL_STAGE or at < finished_by_then)
    return CallsOfNumber(
        finished=finished,
        unfinished=tuple(pk for pk, at, stage in told if stage < FINAL_STAGE and at >= finished_by_then),
        days=tuple(sorted(days.items(), reverse=True)),
    )


def number_at_other_end(*, actor: Actor, call_id: int) -> str:
    """Of a call that may be read; empty where there is none, or not for this person's eyes."""
    if not (may(actor=actor, act="numbers") and may(actor=actor, act="read")):
        return ""
    call = readable_calls(actor=actor).filter(pk=call_id).first()
    return (call.to_number if call.direction == "outbound" else call.from_number) if call else ""


def _written(number: str, region: str) -> set[str]:
    """The digits of a number as it may stand: with its country code, with that dialled, and at home."""
    whole = number.removeprefix("+")
    at_home = phone.readable(number, region=region) if phone.is_of(number, region=region) else whole
    return {whole, f"00{whole}", "".join(sign for sign in at_home if sign.isdigit())}
