"""The main menu and the choice of language. Whoever writes what is wrong at once is not asked to choose first."""

from baraza.conversation.engine.contract import (
    Choice,
    Context,
    Go,
    Input,
    InputKind,
    Next,
    Prompt,
    Retry,
    Step,
    SwitchLanguage,
    Want,
)
from baraza.services.complaints.dialogue.describe import described
from baraza.services.complaints.dialogue.wording import LANGUAGE_NAMES, language_choices, organisation

_WORDS_OF_A_REPORT = 2
_LETTERS_OF_A_REPORT = 8


def _ask_home(context: Context) -> Prompt:
    if not context.language_known:
        return _ask_language(context)
    t = context.t
    return Prompt(
        text=t("Welcome to %(name)s. What would you like to do?", name=organisation(context).name),
        short=organisation(context).name,
        list_label=t("Choose"),
        wants=frozenset({Want.TEXT, Want.PHOTO}),
        choices=(
            Choice(id="describe", label=t("Report a problem")),
            Choice(id="track", label=t("Track a report")),
            Choice(id="emergency", label=t("Emergency numbers")),
            Choice(id="offices", label=t("Offices and hours")),
            Choice(id="person", label=t("Talk to a person")),
            Choice(id="language", label=t("Language")),
        ),
    )


def _take_home(context: Context, given: Input) -> Next:
    if given.kind is InputKind.CHOICE:
        if given.choice_id.startswith("lang:"):
            return _switch(context, given)
        return Go(step=given.choice_id)
    if given.kind is InputKind.PHOTO:
        return Go(step="describe", put={"photos": [given.photo]}) if not given.text else described(context, given)
    words = given.text.split()
    if len(words) >= _WORDS_OF_A_REPORT and len(given.text.strip()) >= _LETTERS_OF_A_REPORT:
        return described(context, given)
    return Retry(why=context.t("Please choose from the list, or tell us in a few words what is wrong."))


def _ask_language(context: Context) -> Prompt:
    return Prompt(
        text="Choose your language\nKies u taal\nKhetha ulimi\nKhetha ulwimi",
        short="Language / Taal / Ulimi / Ulwimi",
        list_label=context.t("Language"),
        wants=frozenset({Want.TEXT, Want.PHOTO}),
        choices=language_choices(context),
    )


def _switch(context: Context, given: Input) -> Next:
    code = given.choice_id.removeprefix("lang:")
    if code not in context.languages:
        return Retry(why=context.t("We do not speak that language yet."))
    return SwitchLanguage(language=code, step="home")


def _take_language(context: Context, given: Input) -> Next:
    if given.kind is InputKind.CHOICE and given.choice_id.startswith("lang:"):
        return _switch(context, given)
    names = ", ".join(LANGUAGE_NAMES.get(code, code) for code in context.languages)
    return Retry(why=context.t("Please choose one of: %(names)s.", names=names))


STEPS = (
    Step(id="home", ask=_ask_home, take=_take_home),
    Step(id="language", ask=_ask_language, take=_take_language),
)
