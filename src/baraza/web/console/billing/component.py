"""The billing decision on one call, for its own page and for `console/billing/decision.html` on others."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from baraza.core.identity.permissions import allows
from baraza.services.call_analytics.queries.billing_rules import overrides_of
from baraza.services.call_analytics.queries.exchange import own_currency
from baraza.services.call_analytics.queries.lists import CallRow
from baraza.services.call_analytics.queries.one import CallUnknown, get_call
from baraza.services.call_analytics.queries.statements import Entry, entries_of_call
from baraza.web.console.access import Desk
from baraza.web.console.billing.forms import OverrideForm
from baraza.web.console.billing.statements import entry_words
from baraza.web.console.billing.wording import minutes_words


@dataclass(frozen=True, kw_only=True)
class Billing:
    """`stands` is the charge that counts now, None before one is worked out; `entries` are all, oldest first.
    `credit_url` is empty where nothing was charged that could be taken off.
    """

    call: CallRow | None
    call_id: int
    external_id: str
    url: str
    credit_url: str
    stands: dict[str, Any] | None
    billed_time: str
    overridden_by: str
    override_reason: str
    entries: tuple[dict[str, Any], ...]
    form: OverrideForm


def billing_of(*, desk: Desk, call_id: int, form: OverrideForm | None = None) -> Billing | None:
    """None for who may not bill, and where there is neither such a call nor a charge of one that is gone."""
    if not allows(actor=desk.actor, permission="calls.bill"):
        return None
    entries = entries_of_call(actor=desk.actor, call_id=call_id)
    call = _call(desk, call_id)
    if call is None and not entries:
        return None
    charges = [one for one in entries if one.kind == "charge"]
    stands = charges[-1] if charges and not _is_taken_back(entries) else None
    decided = overrides_of([call_id]).get(call_id)
    currency = own_currency()
    return Billing(
        call=call,
        call_id=call_id,
        external_id=call.external_id if call else entries[0].external_id,
        url=reverse("console:billing-call", args=[call_id]),
        credit_url=_credit_url(stands) if stands and stands.price_micros else "",
        stands=entry_words(stands, currency) if stands else None,
        billed_time=minutes_words(stands.billed_seconds) if stands else "",
        overridden_by=decided.by_name if decided else "",
        override_reason=decided.reason if decided else "",
        entries=tuple(entry_words(one, currency) for one in entries),
        form=form or OverrideForm(),
    )


def _credit_url(charge: Entry) -> str:
    address = reverse("console:billing-credit", args=[charge.month.year, charge.month.month])
    return f"{address}?{urlencode({'call': charge.external_id})}"


def _is_taken_back(entries: list[Entry]) -> bool:
    of_calls = [one for one in entries if one.kind != "credit"]
    return bool(of_calls) and of_calls[-1].kind == "reversal"


def _call(desk: Desk, call_id: int) -> CallRow | None:
    try:
        return get_call(actor=desk.actor, call_id=call_id).row
    except CallUnknown:
        return None
