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
    Want,
)
from baraza.core.identity.actor import resident
from baraza.lib.translation import gettext_noop
from baraza.services.complaints.actions.people import ask_person
from baraza.services.complaints.queries.information import EmergencyContact, list_emergency_numbers, list_offices

_SHORTEST_QUESTION = 3
ANY_EMERGENCY = gettext_noop("Any emergency, from a mobile phone")


def emergency_lines(context: Context) -> tuple[str, ...]:
    """Never empty: 112 is answered on any mobile network."""
    numbers = list_emergency_numbers() or [EmergencyContact(name=ANY_EMERGENCY, number="112")]
    return tuple(f"{context.t(contact.name)}: {contact.number}" for contact in numbers)


def _menu_choice(context: Context) -> tuple[Choice, ...]:
    return (
        Choice(id="describe", label=context.t("Report a problem")),
        Choice(id="home", label=context.t("Main menu")),
    )


def _ask_emergency(context: Context) -> Prompt:
    return Prompt(text="\n".join(emergency_lines(context)), choices=_menu_choice(context))


def _ask_offices(context: Context) -> Prompt:
    offices = [
        "\n".join(part for part in (office.name, office.address, office.hours, office.phone) if part)
        for office in list_offices()
    ]
    text = "\n\n".join(offices) if offices else context.t("No offices are listed here yet.")
    return Prompt(text=text, choices=_menu_choice(context))


def _take_menu(context: Context, given: Input) -> Next:
    if given.kind is InputKind.CHOICE:
        return Go(step=given.choice_id)
    return Retry(why=context.t("Please choose one of these."))


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
