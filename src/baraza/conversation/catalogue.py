"""The dialogues on offer: services hand theirs in when they load; an organisation has those of its services."""

from baraza.conversation.engine.contract import (
    Before,
    Choice,
    Context,
    Dialogue,
    Go,
    Input,
    Next,
    Prompt,
    Retry,
    Step,
)
from baraza.core.organisations.queries import OrganisationProfile
from baraza.lib.translation import gettext_noop

FRONT = "@services"
CHOSEN = "service"

_dialogues: dict[str, Dialogue] = {}


class DialogueUnknown(LookupError):
    """No service offers a dialogue of this name (any more)."""


def offer(dialogue: Dialogue) -> None:
    """A dialogue bears its service's name; handing it in again replaces it."""
    _dialogues[dialogue.name] = dialogue


def withdraw(name: str) -> None:
    """Takes a dialogue off the offer; tests use it to leave the catalogue as they found it."""
    _dialogues.pop(name, None)


def dialogue_named(name: str) -> Dialogue:
    try:
        return _dialogues[name]
    except KeyError:
        raise DialogueUnknown(name) from None


def dialogues_for(organisation: OrganisationProfile) -> tuple[Dialogue, ...]:
    """In the order in which the organisation lists its services."""
    return tuple(_dialogues[name] for name in organisation.services if name in _dialogues)


def front(dialogues: tuple[Dialogue, ...]) -> Dialogue:
    """The choice of a service, put in front when there are several; the chosen one stands in the data as `service`."""

    def ask(context: Context) -> Prompt:
        return Prompt(
            text=context.t("What is it about?"),
            list_label=context.t("Choose"),
            choices=tuple(Choice(id=dialogue.name, label=context.t(dialogue.title)) for dialogue in dialogues),
        )

    def take(context: Context, given: Input) -> Next:
        if not given.choice_id:
            return Retry(why=context.t("Please choose one of the answers."))
        return Go(step="services", put={CHOSEN: given.choice_id})

    def before(context: Context, given: Input) -> Before | None:
        """Whoever writes what one of the services waits for need not choose it first."""
        for dialogue in dialogues:
            if dialogue.before is not None and dialogue.before(context, given) is not None:
                return Before(next=Go(step="services", put={CHOSEN: dialogue.name}))
        return None

    return Dialogue(
        name=FRONT,
        title=gettext_noop("What is it about?"),
        version=1,
        compatible_from=1,
        home="services",
        steps=(Step(id="services", ask=ask, take=take),),
        before=before,
    )
