"""All organisations with calls, side by side, for the platform's own people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from baraza.services.call_analytics.actions.insight import look_at_all
from baraza.services.call_analytics.queries.insight import OrganisationCalls
from baraza.services.call_analytics.rules.boards import Counts, Money
from baraza.services.call_analytics.rules.insight import FEWEST, together
from baraza.web.console.access import PlatformDesk, platform
from baraza.web.console.billing.wording import borrowed_words, why_no_margin
from baraza.web.console.platform.page import page
from baraza.web.console.voice_boards.wording import costs, money, number, percent

PERIODS = (30, 7, 90)


@dataclass(frozen=True, kw_only=True)
class Line:
    """`note` stands under the margin: why there is none, or at which rate it is counted."""

    id: int
    name: str
    few: bool
    figures: tuple[tuple[str, str, str], ...]
    margin: str
    note: str
    last_event_at: datetime | None


@require_safe
@platform
def insight(request: HttpRequest, desk: PlatformDesk) -> HttpResponseBase:
    """Numbers alone; that somebody looked stands in each organisation's trail."""
    asked = request.GET.get("days", "")
    days = next((one for one in PERIODS if str(one) == asked), PERIODS[0])
    found = look_at_all(actor=desk.actor, days=days)
    told = [one for one in found if not one.few]
    return page(
        request,
        desk,
        template="calls",
        current="platform-calls",
        lines=[_line(one) for one in found],
        heads=[label for label, _, _ in _figures(Counts(), None)],
        whole=_whole(told) if len(told) > 1 else None,
        fewest=FEWEST,
        days=days,
        periods=sorted(PERIODS),
    )


def _line(one: OrganisationCalls) -> Line:
    margin = one.margin
    known = margin is not None and margin.micros is not None
    return Line(
        id=one.organisation_id,
        name=one.name,
        few=one.few,
        figures=_figures(one.total, one.before),
        margin=money(Money(currency=margin.currency, micros=margin.micros or 0)) if margin and known else "",
        note=(borrowed_words(margin) if known else why_no_margin(margin)) if margin else "",
        last_event_at=one.last_event_at,
    )


def _whole(told: Sequence[OrganisationCalls]) -> tuple[tuple[str, str, str], ...]:
    return _figures(together([one.total for one in told]), None)


def _figures(total: Counts, before: int | None) -> tuple[tuple[str, str, str], ...]:
    """What each is called, how much, and what stands under it."""
    unpriced = gettext("%(number)s unpriced") % {"number": number(total.unpriced)} if total.unpriced else ""
    compared = gettext("before: %(number)s") % {"number": number(before)} if before is not None else ""
    return (
        (gettext("Calls"), number(total.calls), compared),
        (gettext("Minutes"), number(total.minutes), ""),
        (gettext("Answered"), percent(total.answered_share), ""),
        (gettext("Successful"), percent(total.success_share), ""),
        (gettext("Positive mood"), percent(total.positive_share), ""),
        (gettext("Failed"), number(total.failed), ""),
        (gettext("Cost"), costs(total.costs), unpriced),
    )
