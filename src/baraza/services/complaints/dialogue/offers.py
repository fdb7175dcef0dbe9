"""A location that comes for a report that is sent already: it is added to that report as an offer for staff."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from baraza.conversation.engine.contract import Choice, Context, Go, Input, InputKind, Next, Prompt, Retry, Step
from baraza.core.identity.actor import resident
from baraza.lib.clock import now
from baraza.services.complaints.actions.offer import NoSuchPlace, offer_place
from baraza.services.complaints.dialogue import pins
from baraza.services.complaints.dialogue.place import not_here
from baraza.services.complaints.dialogue.unfinished import clean_sheet
from baraza.services.complaints.queries.one import get_complaint, get_timeline, list_of_contact
from baraza.services.complaints.queries.records import ComplaintSummary
from baraza.services.complaints.rules.offered import OFFERED

# Whoever wrote an address and sends the pin afterwards does it soon.
_STILL_THE_SAME: Final = timedelta(hours=24)

Take = Callable[[Context, Input], Next]


def offering_pin(*, step: str, take: Take) -> Take:
    """`take`, and before it: a location is added to the report that is looked at, and `step` comes next."""

    def taken(context: Context, given: Input) -> Next:
        if given.kind is not InputKind.LOCATION:
            return take(context, given)
        return _offered(context, given, reference=context.data["tracked"], step=step)

    return taken


def _offered(context: Context, given: Input, *, reference: str, step: str) -> Go | Retry:
    assert given.latitude is not None
    assert given.longitude is not None
    try:
        offer_place(
            actor=resident(contact_id=context.person.contact_id),
            reference=reference,
            latitude=given.latitude,
            longitude=given.longitude,
            name=given.place_name,
            source_key=f"{context.turn_key}:place",
        )
    except NoSuchPlace:
        return Retry(why=not_here(context))
    added = context.t("Thank you. We added this location to %(reference)s for staff to see.", reference=reference)
    return Go(step=step, put={"tracked": reference}, say=(added,), forget=True)


def begun_with_pin(context: Context, given: Input) -> Go:
    """At the menu a location begins a report, unless one was just sent that has none."""
    put = {**clean_sheet(context), **pins.noted(given)}
    sent = _just_sent_without_pin(context)
    if sent:
        return Go(step="pin_for", put={**put, "tracked": sent})
    return Go(step="describe", put=put, say=(pins.thanks(context),))


def _just_sent_without_pin(context: Context) -> str:
    for newest in list_of_contact(contact_id=context.person.contact_id, limit=1):
        if newest.is_open and now() - newest.opened_at < _STILL_THE_SAME and not _has_pin(newest):
            return newest.reference
    return ""


def _has_pin(report: ComplaintSummary) -> bool:
    if get_complaint(reference=report.reference).latitude is not None:
        return True
    return any(OFFERED in line.changes for line in get_timeline(complaint_id=report.id, public_only=True))


def _ask_pin_for(context: Context) -> Prompt:
    t = context.t
    return Prompt(
        text=t("Is this the place of your report %(reference)s?", reference=context.data["tracked"]),
        list_label=t("Choose"),
        choices=(Choice(id="this", label=t("Yes")), Choice(id="other", label=t("No, it is another"))),
    )


def _take_pin_for(context: Context, given: Input) -> Next:
    if given.choice_id == "other":
        return Go(step="describe", say=(pins.thanks(context),))
    found = _offered(context, pins.kept(context.data[pins.PIN]), reference=context.data["tracked"], step="report")
    if isinstance(found, Retry):
        return Go(step="describe", put={pins.PIN: None}, say=(found.why,))
    return Go(step=found.step, put={**found.put, pins.PIN: None}, say=found.say, forget=True)


STEPS = (Step(id="pin_for", ask=_ask_pin_for, take=_take_pin_for),)
