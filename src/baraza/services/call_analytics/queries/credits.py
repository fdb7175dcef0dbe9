"""How much may still be taken off what was charged."""

from datetime import date

from django.db.models import QuerySet, Sum

from baraza.core.tenancy.scope import current_organisation_id
from baraza.services.call_analytics.models import LedgerEntry


def left_of_month(*, month: date, client: str | None = None) -> int:
    """What its statement, or a client's part of it, comes to, less what notes elsewhere took off."""
    rows = _mine() if client is None else _mine().filter(client=client)
    notes = rows.filter(kind=LedgerEntry.Kind.CREDIT, about_month=month).exclude(month=month)
    return _sum(rows.filter(month=month)) + _sum(notes)


def left_of_call(*, external_id: str) -> int:
    return _sum(_mine().filter(external_id=external_id))


def charge_of(*, month: date, external_id: str) -> LedgerEntry | None:
    """The newest charge of the call that stands in this month's statement."""
    rows = _mine().filter(month=month, external_id=external_id, kind=LedgerEntry.Kind.CHARGE)
    return rows.order_by("-pk").first()


def _sum(rows: QuerySet[LedgerEntry]) -> int:
    return int(rows.aggregate(all=Sum("price_micros"))["all"] or 0)


def _mine() -> QuerySet[LedgerEntry]:
    return LedgerEntry.objects.filter(organisation_id=current_organisation_id())
