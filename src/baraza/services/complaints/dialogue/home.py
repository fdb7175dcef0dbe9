"""The main menu and the choice of language. Whoever writes what is wrong at once is not asked to choose first."""

from baraza.conversation.engine.commands import plain
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
from baraza.services.complaints.dialogue.offers import begun_with_pin
from baraza.services.complaints.dialogue.photos import thanks
from baraza.services.complaints.dialogue.track import led_to_report
from baraza.services.complaints.dialogue.unfinished import begin_report, clean_sheet
from baraza.services.complaints.dialogue.wishes import wished
from baraza.services.complaints.dialogue.wording import language_choices, organisation
from baraza.services.complaints.queries.guessing import guess_category
from baraza.services.complaints.rules.described import is_in_words
from baraza.services.complaints.rules.wishes import wish_in

_WORDS_OF_A_REPORT = 2
_LETTERS_OF_A_REPORT = 8
# Short texts that triage finds to be about nothing in particular are small talk ("who are you").
_WORDS_OF_SMALL_TALK = 3
_WORDS_OF_A_WISH = 4
_THANKS = frozenset(
    {
        *("thanks", "thank you", "thank u", "thx", "thank you very much", "thanks a lot", "many thanks"),
        *("dankie", "baie dankie", "ngiyabonga", "siyabonga", "ngiyabonga kakhulu", "enkosi", "enkosi kakhulu"),
    }
)
# For people who have not said yet which language they read.
_CHOOSE = {
    "en": "Choose your language",
    "af": "Kies u taal",
    "zu": "Khetha ulimi",
    "xh": "Khetha ulwimi",
    "rw": "Hitamo ururimi",
    "fil": "Piliin ang wika",
}
_LANGUAGE = {"en": "Language", "af": "Taal", "zu": "Ulimi", "xh": "Ulwimi", "rw": "Ururimi", "fil": "Wika"}


def _ask_home(context: Context) -> Prompt:
    many = len(context.languages) > 1
    if many and not context.language_known:
        return _ask_language(context)
    t = context.t
    return Prompt(
        text=t("Welcome to %(name)s. What would you like to do?", name=organisation(context).name),
        short=organisation(context).name,
        list_label=t("Choose"),
        wants=frozenset({Want.TEXT, Want.PHOTO}),
        takes_location=True,
        choices=(
            Choice(id="describe", label=t("Report a problem")),
            Choice(id="track", label=t("Track a report")),
            Choice(id="emergency", label=t("Emergency numbers")),
            Choice(id="offices", label=t("Offices and hours")),
            Choice(id="person", label=t("Talk to a person")),
            *((Choice(id="language", label=t("Language")),) if many else ()),
        ),
    )


def _take_home(context: Context, given: Input) -> Next:
    if given.kind is InputKind.CHOICE:
        if given.choice_id.startswith("lang:"):
            return _switch(context, given)
        return begin_report(context) if given.choice_id == "describe" else Go(step=given.choice_id)
    if given.kind is InputKind.LOCATION:
        return begun_with_pin(context, given)
    if given.kind is InputKind.PHOTO:
        if is_in_words(given.text) and wish_in(given.text) is None:
            return described(context, given, fresh=True)
        return Go(step="describe", put={**clean_sheet(context), "photos": [given.photo]}, say=(thanks(context),))
    return _written(context, given)


def _written(context: Context, given: Input) -> Next:
    if led := led_to_report(context, given.text) or wished(context, given.text):
        return led
    if _asks_to_track(context, given.text):
        return Go(step="track")
    if plain(given.text) in _THANKS:
        return Go(step="home", say=(context.t("You are welcome."),))
    if _is_report(context, given.text):
        return described(context, given, fresh=True)
    if context.channel.small_screen:
        # More words would push the menu off the screen.
        return Retry(why=context.t("Please choose one of the answers."))
    return Retry(why=context.t("Please choose from the list, or tell us in a few words what is wrong."))


def _asks_to_track(context: Context, text: str) -> bool:
    """The first word of the choice and a few others: "track my report"."""
    words = plain(text).split()
    return 0 < len(words) <= _WORDS_OF_A_WISH and words[0] == plain(context.t("Track a report")).split()[0]


def _is_report(context: Context, text: str) -> bool:
    """Whether somebody tells what is wrong: danger in any words, a matter in one word, else some words."""
    guess = guess_category(text=text, language_hint=context.language if context.language_known else None)
    if guess.is_emergency:
        return True
    if not is_in_words(text):
        return False
    words = len(text.split())
    if words <= _WORDS_OF_SMALL_TALK and (guess.is_confident or guess.category == "other"):
        return guess.category != "other"
    return words >= _WORDS_OF_A_REPORT and len(text.strip()) >= _LETTERS_OF_A_REPORT


def _ask_language(context: Context) -> Prompt:
    name = organisation(context).name
    asked = [_CHOOSE[code] for code in context.languages if code in _CHOOSE]
    short = " / ".join(_LANGUAGE[code] for code in context.languages if code in _LANGUAGE)
    return Prompt(
        text="\n".join([name, *asked]),
        short=f"{name}\n{short}",
        list_label=context.t("Language"),
        wants=frozenset({Want.TEXT, Want.PHOTO}),
        takes_location=True,
        choices=language_choices(context),
    )


def _ask_other_language(context: Context) -> Prompt:
    asked = _ask_language(context)
    return Prompt(text=asked.text, short=asked.short, list_label=asked.list_label, choices=asked.choices)


def _switch(_: Context, given: Input) -> Next:
    return SwitchLanguage(language=given.choice_id.removeprefix("lang:"), step="home")


STEPS = (
    Step(id="home", ask=_ask_home, take=_take_home),
    Step(id="language", ask=_ask_other_language, take=_switch),
)
