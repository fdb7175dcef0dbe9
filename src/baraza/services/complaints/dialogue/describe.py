"""What is wrong: the person's own words, our guess of the category, and a photo."""

from baraza.capabilities.triage.queries import classify
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
from baraza.services.complaints.dialogue.wording import category_name, priority_name, yes_or
from baraza.services.complaints.rules.categories import CATEGORIES, PRIORITIES

_SHORTEST_DESCRIPTION = 3
_MOST_PHOTOS = 5
# Below this we ask which of the likely ones it is, above it we only ask for a yes.
_URGENT = frozenset({"critical", "high"})
_SURE_OF_LANGUAGE = 0.9


def _photos(context: Context, given: Input) -> list[str]:
    photos = [*context.data.get("photos", []), given.photo]
    return photos[-_MOST_PHOTOS:]


def _ask_describe(context: Context) -> Prompt:
    t = context.t
    return Prompt(
        text=t("Tell us in your own words what is wrong. You can send a photo too."),
        short=t("What is wrong? Write it in a few words."),
        wants=frozenset({Want.TEXT, Want.PHOTO}),
    )


def _take_describe(context: Context, given: Input) -> Next:
    t = context.t
    if given.kind is InputKind.PHOTO and not given.text.strip():
        return Go(
            step="describe",
            put={"photos": _photos(context, given)},
            say=(t("Thank you for the photo. Now tell us in words what is wrong."),),
        )
    if given.kind not in {InputKind.TEXT, InputKind.PHOTO}:
        return Retry(why=t("Please tell us in words what is wrong."))
    if len(given.text.strip()) < _SHORTEST_DESCRIPTION:
        return Retry(why=t("Please write a little more, so that we know what to look for."))
    return described(context, given)


def described(context: Context, given: Input) -> Next:
    """The words are taken as the report; the language they are in is taken on when none was chosen."""
    text = given.text.strip()
    guess = classify(text=text, language_hint=context.language if context.language_known else None)
    put: dict[str, object] = {
        "description": text,
        "category": guess.category,
        "priority": "critical" if guess.is_emergency else guess.priority,
        "guess": {
            "category": guess.category,
            "priority": guess.priority,
            "confidence": round(guess.confidence, 4),
            "model": guess.model_version,
            "sure": guess.is_confident,
            "likely": [code for code, _ in guess.alternatives],
        },
    }
    if given.kind is InputKind.PHOTO:
        put["photos"] = _photos(context, given)
    step = "check" if context.data.get("editing") else "category"
    unknown = not context.language_known and guess.language in context.languages
    if unknown and guess.language_confidence >= _SURE_OF_LANGUAGE:
        return SwitchLanguage(language=guess.language, step=step, put=put)
    return Go(step=step, put=put)


def _ask_category(context: Context) -> Prompt:
    t, data = context.t, context.data
    urgency = ""
    if data["priority"] in _URGENT:
        urgency = " " + t("We treat it as: %(priority)s.", priority=priority_name(context, data["priority"]))
    if data["guess"]["sure"]:
        return Prompt(
            text=t("This looks like: %(category)s.", category=category_name(context, data["category"]))
            + urgency
            + " "
            + t("Is that right?"),
            wants=frozenset({Want.PHOTO}),
            choices=yes_or(context, other_id="more", other_label=t("Choose another")),
        )
    return Prompt(
        text=t("Which of these is it?") + urgency,
        list_label=t("Choose"),
        wants=frozenset({Want.PHOTO}),
        choices=(
            *(Choice(id=code, label=category_name(context, code)) for code in data["guess"]["likely"]),
            Choice(id="more", label=t("None of these")),
        ),
    )


def _ask_all_categories(context: Context) -> Prompt:
    return Prompt(
        text=context.t("What kind of problem is it?"),
        list_label=context.t("Choose"),
        wants=frozenset({Want.PHOTO}),
        choices=tuple(Choice(id=code, label=category_name(context, code)) for code in CATEGORIES),
    )


def _take_category(context: Context, given: Input) -> Next:
    if given.kind is InputKind.CHOICE:
        if given.choice_id == "more":
            return Go(step="category_all")
        if given.choice_id == "yes":
            return _after_category(context, context.data["category"])
        if given.choice_id in CATEGORIES:
            return _after_category(context, given.choice_id)
    if given.kind is InputKind.PHOTO:
        return Go(
            step="category", put={"photos": _photos(context, given)}, say=(context.t("Thank you for the photo."),)
        )
    return Retry(why=context.t("Please choose one of these."))


def _after_category(context: Context, code: str) -> Next:
    if context.data.get("editing"):
        return Go(step="check", put={"category": code})
    if context.channel.takes_photos and not context.data.get("photos"):
        return Go(step="photo", put={"category": code})
    return Go(step="place", put={"category": code})


def _ask_photo(context: Context) -> Prompt:
    return Prompt(
        text=context.t("Send a photo if you can. It helps the team to find and fix it."),
        wants=frozenset({Want.PHOTO}),
        choices=(Choice(id="skip", label=context.t("Without a photo")),),
    )


def _take_photo(context: Context, given: Input) -> Next:
    step = "check" if context.data.get("editing") else "place"
    if given.kind is InputKind.PHOTO:
        return Go(step=step, put={"photos": _photos(context, given)}, say=(context.t("Thank you for the photo."),))
    if given.kind is InputKind.CHOICE and given.choice_id == "skip":
        return Go(step=step)
    return Retry(why=context.t("Please send a photo, or choose “Without a photo”."))


def _ask_urgency(context: Context) -> Prompt:
    return Prompt(
        text=context.t("How urgent is it?"),
        list_label=context.t("Choose"),
        choices=tuple(Choice(id=code, label=priority_name(context, code)) for code in PRIORITIES),
    )


def _take_urgency(context: Context, given: Input) -> Next:
    if given.kind is InputKind.CHOICE and given.choice_id in PRIORITIES:
        return Go(step="check", put={"priority": given.choice_id})
    return Retry(why=context.t("Please choose one of these."))


STEPS = (
    Step(id="describe", ask=_ask_describe, take=_take_describe),
    Step(id="category", ask=_ask_category, take=_take_category),
    Step(id="category_all", ask=_ask_all_categories, take=_take_category),
    Step(id="photo", ask=_ask_photo, take=_take_photo),
    Step(id="urgency", ask=_ask_urgency, take=_take_urgency),
)
