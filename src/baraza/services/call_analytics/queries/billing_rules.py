"""The versions of an organisation's billing rules and what people decided of single calls."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from baraza.core.identity.actor import Actor
from baraza.core.tenancy.scope import current_organisation_id
from baraza.services.call_analytics.models import CallOverride, Ledger, RuleBook
from baraza.services.call_analytics.policies import require
from baraza.services.call_analytics.rules.billing import Choice, Override, Rule
from baraza.services.call_analytics.rules.billing_books import Book, book_of, thawed


@dataclass(frozen=True, kw_only=True)
class Version:
    number: int
    starts_on: date
    made_at: datetime
    by_name: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True, kw_only=True)
class RulesNow:
    """`number` is the newest version's, 0 before there is any: whoever saves says which one they saw.

    `under_way` while calls are still being worked out by the newest version.
    """

    number: int
    currency: str
    closed_until: date | None
    under_way: bool
    versions: tuple[Version, ...]


@dataclass(frozen=True, kw_only=True)
class Decided:
    override: Override
    reason: str
    by_id: int | None
    by_name: str
    at: datetime


def rules_now(*, actor: Actor) -> RulesNow:
    """Newest version first. Raises NotAllowed."""
    require(actor=actor, act="bill")
    ledger = Ledger.objects.filter(organisation_id=current_organisation_id()).first()
    rows = RuleBook.objects.filter(organisation_id=current_organisation_id()).order_by("-number")
    return RulesNow(
        number=ledger.rules_number if ledger else 0,
        currency=ledger.currency if ledger else "",
        closed_until=ledger.closed_until if ledger else None,
        under_way=ledger is not None and ledger.worked_out_number != ledger.rules_number,
        versions=tuple(
            Version(
                number=one.number,
                starts_on=one.starts_on,
                made_at=one.made_at,
                by_name=one.by_name,
                rules=thawed(one.rules),
            )
            for one in rows[:100]
        ),
    )


def books() -> tuple[Book, ...]:
    rows = RuleBook.objects.filter(organisation_id=current_organisation_id()).order_by("number")
    return tuple(Book(number=one.number, starts_on=one.starts_on, rules=thawed(one.rules)) for one in rows)


def book_on(day: date) -> Book | None:
    return book_of(day, books())


def overrides_of(call_ids: Iterable[int]) -> dict[int, Decided]:
    """The newest of each call; what was taken back is left out."""
    rows = CallOverride.objects.filter(organisation_id=current_organisation_id(), call_id__in=list(call_ids))
    newest = rows.order_by("call_id", "-pk").distinct("call_id")
    return {one.call_id: _decided(one) for one in newest if one.choice != Choice.RULES}


def all_overrides() -> dict[int, Decided]:
    """Of every call of the organisation: people decide of single ones, so there are few."""
    rows = CallOverride.objects.filter(organisation_id=current_organisation_id())
    newest = rows.order_by("call_id", "-pk").distinct("call_id")
    return {one.call_id: _decided(one) for one in newest if one.choice != Choice.RULES}


def _decided(one: CallOverride) -> Decided:
    return Decided(
        override=Override(choice=Choice(one.choice), price_micros=one.price_micros),
        reason=one.reason,
        by_id=one.by_id,
        by_name=one.by_name,
        at=one.made_at,
    )
