"""What is wrong: the person's own words and our guess of the category; the guess is theirs to correct."""

from baraza.capabilities.triage.queries import Guess
from baraza.conversation.engine.contract import (
    Choice,
    Context,
    Go,
    Input,
    InputKind,
    JsonValue,
    Next,
    Prompt,
    Retry,
    Step,
    SwitchLanguage,
    Translate,
    Want,
)
from baraza.services.complaints.dialogue.information import in_danger
from baraza.services.complaints.dialogue.languages import may_switch, other_languages
from baraza.services.complaints.dialogue.photos import keeping_photos, thanks, with_caption, with_photo
from baraza.services.complaints.dialogue.pins import keeping_pin, on_to_place
from baraza.services.complaints.dialogue.place import take_pin
from baraza.services.complaints.dialogue.track import led_to_report
from baraza.services.complaints.dialogue.unfinished import clean_sheet
from baraza.services.complaints.dialogue.wishes import wished
from baraza.services.complaints.dialogue.wording import category_name, urgency_name, who_reads_it
from baraza.services.complaints.queries.categories import list_categories
from baraza.services.complaints.queries.guessing import guess_category, priority_of
from baraza.services.complaints.rules.categories import PRIORITIES
from baraza.services.complaints.rules.described import is_in_words

# Words in a script or a language that triage cannot read are about nothing to it.
_WORTH_NAMING = 0.05


def _ask_describe(context: Context) -> Prompt:
    t = context.t
    text = t("Tell us in your own words what is wrong. You can send a photo too.")
    if context.data.get("photos"):
        text = t("Now tell us in your own words what is wrong.")
    public = who_reads_it(context, t)
    return Prompt(
        text="\n".join([text, *public]),
        short="\n".join([t("What is wrong? Write it in a few words."), *public]),
        wants=frozenset({Want.TEXT, Want.PHOTO}),
        takes_location=True,
    )


def _help_describe(context: Context) -> str:
    return context.t("For example: burst pipe in front of the school.")


def _take_describe(context: Context, given: Input) -> Next:
    t = context.t
    if given.kind is InputKind.PHOTO and not is_in_words(given.text):
        return Go(step="describe", put={"photos": with_photo(context, given)}, say=(thanks(context),))
    if not is_in_words(given.text):
        return Retry(why=t("Please write a little more, so that we know what to look for."))
    if given.kind is InputKind.TEXT and (led := led_to_report(context, given.text) or wished(context, given.text)):
        return led
    return described(context, given)


def described(context: Context, given: Input, *, fresh: bool = False) -> Next:
    """The words are taken as the report; the language they are in is taken on when none was chosen.

    `fresh` begins a new report at the menu, whatever is under way.
    """
    text = given.text.strip()
    guess = guess_category(text=text, language_hint=context.language if context.language_known else None)
    put = {**(clean_sheet(context) if fresh else {}), "description": text, "guess": _noted(guess)}
    if given.kind is InputKind.PHOTO:
        put["photos"] = [given.photo] if fresh else with_photo(context, given)
    if context.data.get("editing") and not fresh:
        return Go(step="check", put={**put, **_judged_again(context, guess)}, say=_alarm(context, guess, context.t))
    put |= {
        "category": guess.category,
        "priority": priority_of(guess=guess),
        "emergency": guess.is_emergency or None,
    }
    step = "category" if put["guess"]["likely"] else "category_all"
    if not may_switch(context, guess):
        return Go(step=step, put=put, say=_said_first(context, guess, context.t, fresh=fresh))
    t = context.in_language(guess.language) if context.in_language else context.t
    say = (*_said_first(context, guess, t, fresh=fresh), *other_languages(context, guess, t))
    return SwitchLanguage(language=guess.language, step=step, put=put, say=say)


def _said_first(context: Context, guess: Guess, t: Translate, *, fresh: bool) -> tuple[str, ...]:
    """Whoever wrote at the menu was not asked for words, and so not told who reads them."""
    alarm = _alarm(context, guess, t)
    return (*alarm, *who_reads_it(context, t)) if fresh and not guess.is_emergency else alarm


def _alarm(context: Context, guess: Guess, t: Translate) -> tuple[str, ...]:
    """Danger words were answered before this step; here it is what the whole of the words means."""
    return in_danger(context, t) if guess.is_emergency and not context.data.get("emergency") else ()


def _noted(guess: Guess) -> dict[str, JsonValue]:
    """What triage said, for the record; "something else" is nothing to propose, nor is what is hardly a guess beside it."""
    least = _WORTH_NAMING if guess.category == "other" else 0.0
    return {
        "category": guess.category,
        "priority": guess.priority,
        "confidence": round(guess.confidence, 4),
        "model": guess.model_version,
        "sure": guess.is_confident and guess.category != "other",
        "likely": [code for code, share in guess.alternatives if code != "other" and share >= least],
    }


def _judged_again(context: Context, guess: Guess) -> dict[str, JsonValue]:
    """Words that were corrected change our guess, but nothing that the person has said themselves."""
    data, put = context.data, dict[str, JsonValue]()
    if data["category"] == data["guess"]["category"] and guess.is_confident:
        put["category"] = guess.category
    if guess.is_emergency:
        put |= {"priority": "critical", "emergency": True}
    elif data["priority"] == data["guess"]["priority"]:
        put["priority"] = guess.priority
    return put


def _ask_category(context: Context) -> Prompt:
    t, data = context.t, context.data
    if data["guess"]["sure"]:
        return Prompt(
            text=t("This looks like: %(category)s. Is that right?", category=category_name(context, data["category"])),
            wants=frozenset({Want.TEXT, Want.PHOTO}),
            takes_location=True,
            choices_first=True,
            choices=(Choice(id="yes", label=t("Yes")), Choice(id="more", label=t("No, choose another"))),
        )
    return Prompt(
        text=t("Which of these is it?"),
        list_label=t("Choose"),
        wants=frozenset({Want.TEXT, Want.PHOTO}),
        takes_location=True,
        choices_first=True,
        choices=(
            *(Choice(id=code, label=category_name(context, code)) for code in data["guess"]["likely"]),
            Choice(id="more", label=t("None of these")),
        ),
    )


def _ask_all_categories(context: Context) -> Prompt:
    return Prompt(
        text=context.t("What kind of problem is it?"),
        list_label=context.t("Choose"),
        wants=frozenset({Want.TEXT, Want.PHOTO}),
        takes_location=True,
        choices_first=True,
        choices=tuple(Choice(id=one.code, label=one.name) for one in list_categories(language=context.language)),
    )


def _help_category(context: Context) -> str:
    return context.t("So your report goes to the right team.")


def _corrected(context: Context, text: str) -> Next:
    """Words that name a kind ("no, it is the street light") are asked back like the first guess."""
    guess = guess_category(text=text, language_hint=context.language)
    if guess.category == "other" or not guess.is_confident:
        return Retry(why=context.t("Please choose one of the answers."))
    return Go(step="category", put={"category": guess.category, "guess": {**context.data["guess"], "sure": True}})


def _take_category(context: Context, given: Input) -> Next:
    if given.kind is InputKind.TEXT:
        return _corrected(context, given.text)
    if given.choice_id == "more":
        return Go(step="category_all")
    put = {"category": context.data["category"] if given.choice_id == "yes" else given.choice_id, "agreed": True}
    if context.data.get("editing"):
        return Go(step="check", put=put)
    # Whoever is in danger has better things to do than to take pictures.
    wanted = context.channel.takes_photos and not context.data.get("photos") and not context.data.get("emergency")
    return Go(step="photo", put=put) if wanted else on_to_place(context, put=put)


def _ask_photo(context: Context) -> Prompt:
    return Prompt(
        text=context.t("Send a photo if you can. It helps the team to find and fix it."),
        wants=frozenset({Want.PHOTO}),
        takes_location=True,
        choices=(Choice(id="skip", label=context.t("No photo")),),
    )


def _take_photo(context: Context, given: Input) -> Next:
    """Whoever sends where it is instead has answered the next question already."""
    if given.kind is InputKind.LOCATION:
        return take_pin(context, given)
    pictured = given.kind is InputKind.PHOTO
    put, say = (with_caption(context, given), (thanks(context),)) if pictured else ({}, ())
    return Go(step="check", put=put, say=say) if context.data.get("editing") else on_to_place(context, put=put, say=say)


def _ask_urgency(context: Context) -> Prompt:
    return Prompt(
        text=context.t("How urgent is it?"),
        list_label=context.t("Choose"),
        choices=tuple(Choice(id=code, label=urgency_name(context, code)) for code in PRIORITIES),
    )


def _take_urgency(context: Context, given: Input) -> Next:
    danger = given.choice_id == "critical"
    news = danger and not context.data.get("emergency")
    return Go(
        step="check",
        put={"priority": given.choice_id, "emergency": danger or None},
        say=in_danger(context, context.t) if news else (),
    )


STEPS = (
    Step(
        id="describe",
        ask=_ask_describe,
        take=keeping_pin(step="describe", take=_take_describe),
        help=_help_describe,
    ),
    Step(
        id="category",
        ask=_ask_category,
        take=keeping_pin(step="category", take=keeping_photos(step="category", take=_take_category)),
        help=_help_category,
    ),
    Step(
        id="category_all",
        ask=_ask_all_categories,
        take=keeping_pin(step="category_all", take=keeping_photos(step="category_all", take=_take_category)),
        help=_help_category,
    ),
    Step(id="photo", ask=_ask_photo, take=_take_photo),
    Step(id="urgency", ask=_ask_urgency, take=_take_urgency),
)
