"""Emergency numbers, offices, and a person to talk to."""

from baraza.conversation.engine.contract import (
    Choice,
    Context,
    Finish,
    Go,
    Input,
    InputKind,
    Next,
    Prompt,
    Retry,
    Step,
    Translate,
    Want,
)
from baraza.core.identity.actor import resident
from baraza.lib.translation import gettext_noop
from baraza.services.complaints.actions.people import ask_person
from baraza.services.complaints.dialogue.unfinished import begin_report
from baraza.services.complaints.queries.information import EmergencyContact, list_emergency_numbers, list_offices
from baraza.services.complaints.rules.opening_hours import hours_said

_SHORTEST_QUESTION = 3
_MOST_AT_ONCE = 3
_LONGEST_NAME = 27
ANY_EMERGENCY = gettext_noop("Any emergency, from a mobile phone")


def _numbers() -> list[EmergencyContact]:
    """Never empty: 112 is answered on any mobile network."""
    return list_emergency_numbers() or [EmergencyContact(name=ANY_EMERGENCY, number="112")]


def _lines(t: Translate) -> list[str]:
    return [f"{t(contact.name)}: {contact.number}" for contact in _numbers()]


def in_danger(context: Context, t: Translate) -> tuple[str, ...]:
    """The numbers to call now; on a small screen so short that the question still stands below them."""
    if not context.channel.small_screen:
        return ("\n".join([t("If someone is in danger, call now:"), *_lines(t)]),)
    named = ((t(contact.name), contact.number) for contact in _numbers()[:_MOST_AT_ONCE])
    numbers = [f"{name} {number}" if len(name) <= _LONGEST_NAME else number for name, number in named]
    return (t("In danger? Call %(numbers)s.", numbers=", ".join(numbers)),)


def _menu_choice(context: Context) -> tuple[Choice, ...]:
    return (
        Choice(id="describe", label=context.t("Report a problem")),
        Choice(id="home", label=context.t("Main menu")),
    )


def _ask_emergency(context: Context) -> Prompt:
    return Prompt(text="\n".join(_lines(context.t)), choices=_menu_choice(context))


def _ask_offices(context: Context) -> Prompt:
    # In one line each: an address that begins with its number would look like an answer of a numbered menu.
    offices = [
        ", ".join(
            part
            for part in (
                f"{office.name}: {office.address}",
                hours_said(office.hours, translate=context.t),
                office.phone,
            )
            if part
        )
        for office in list_offices()
    ]
    between = "\n" if context.channel.small_screen else "\n\n"
    text = between.join(offices) if offices else context.t("No offices are listed here yet.")
    return Prompt(text=text, choices=_menu_choice(context))


def _take_menu(context: Context, given: Input) -> Next:
    return begin_report(context) if given.choice_id == "describe" else Go(step=given.choice_id)


def _ask_person(context: Context) -> Prompt:
    return Prompt(
        text=context.t("Write your question. A person will answer you."),
        wants=frozenset({Want.TEXT}),
    )


def _take_person(context: Context, given: Input) -> Next:
    if given.kind is not InputKind.TEXT or len(given.text.strip()) < _SHORTEST_QUESTION:
        return Retry(why=context.t("Please write your question in words."))
    ask_person(
        actor=resident(contact_id=context.person.contact_id),
        text=given.text.strip(),
        connection_id=context.person.connection_id,
        source_key=context.turn_key,
    )
    if context.channel.small_screen:
        return Finish(say=(context.t("Thank you. A person will answer. Dial again later to read the answer."),))
    return Finish(say=(context.t("Thank you. A person will answer you here."),))


STEPS = (
    Step(id="emergency", ask=_ask_emergency, take=_take_menu),
    Step(id="offices", ask=_ask_offices, take=_take_menu),
    Step(id="person", ask=_ask_person, take=_take_person),
)
