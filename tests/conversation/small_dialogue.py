"""A dialogue with one of everything, for tests of the engine: choices, words, a place, a photo, a step that fails."""

from collections.abc import Callable
from dataclasses import replace

from baraza.conversation.engine.contract import (
    Before,
    ChannelFacts,
    Choice,
    Context,
    Dialogue,
    Finish,
    Go,
    Input,
    InputKind,
    Next,
    Person,
    Prompt,
    Retry,
    Step,
    SwitchLanguage,
    Want,
)

LANGUAGES = ("en", "af", "zu", "xh")
PHONE = ChannelFacts(name="whatsapp", takes_photos=True, takes_location=True)
FEATURE_PHONE = ChannelFacts(name="ussd", small_screen=True)


def translated(language: str) -> Callable[..., str]:
    """English as it is; other languages with their code in front, so that a test sees which one spoke."""

    def t(message: str, /, **parameters: object) -> str:
        text = message % parameters if parameters else message
        return text if language == "en" else f"[{language}] {text}"

    return t


def context(*, channel: ChannelFacts = PHONE, language: str = "en") -> Context:
    return Context(
        t=translated(language),
        language=language,
        languages=LANGUAGES,
        channel=channel,
        person=Person(organisation_id=1, contact_id=2),
        in_language=translated,
    )


def text(words: str) -> Input:
    return Input(kind=InputKind.TEXT, text=words)


def tap(choice_id: str, title: str = "") -> Input:
    return Input(kind=InputKind.CHOICE, choice_id=choice_id, text=title)


def photo(media_id: str = "media-1", caption: str = "") -> Input:
    return Input(kind=InputKind.PHOTO, photo=media_id, text=caption)


def location(latitude: float | None = -33.9, longitude: float | None = 18.4) -> Input:
    return Input(kind=InputKind.LOCATION, latitude=latitude, longitude=longitude)


def other(kind: str) -> Input:
    return Input(kind=InputKind.OTHER, other=kind)


def _ask_home(context: Context) -> Prompt:
    return Prompt(
        text=context.t("What would you like to do?"),
        choices=(
            Choice(id="report", label=context.t("Report a leak")),
            Choice(id="track", label=context.t("Track a report")),
            Choice(id="language", label=context.t("Language")),
            Choice(id="broken", label=context.t("Broken step")),
        ),
    )


def _take_home(context: Context, given: Input) -> Next:
    return Go(step={"report": "words", "track": "reference"}.get(given.choice_id, given.choice_id))


def _ask_words(context: Context) -> Prompt:
    return Prompt(text=context.t("What is wrong?"), short=context.t("Wrong?"), wants=frozenset({Want.TEXT}))


def _take_words(context: Context, given: Input) -> Next:
    return Go(step="photos", put={"words": given.text})


def _ask_photos(context: Context) -> Prompt:
    return Prompt(
        text=context.t("Send photos."),
        wants=frozenset({Want.PHOTO}),
        choices=(Choice(id="done", label=context.t("Done")),),
    )


def _take_photos(context: Context, given: Input) -> Next:
    if given.kind is InputKind.PHOTO:
        return Go(step="photos", put={"photos": [*context.data.get("photos", []), given.photo]})
    return Go(step="place")


def _ask_place(context: Context) -> Prompt:
    return Prompt(text=context.t("Where is it?"), wants=frozenset({Want.LOCATION, Want.TEXT}))


def _take_place(context: Context, given: Input) -> Next:
    if given.kind is InputKind.LOCATION:
        return Go(step="check", put={"place": [given.latitude, given.longitude]})
    return Go(step="check", put={"place": given.text})


def _ask_check(context: Context) -> Prompt:
    return Prompt(
        text=context.t("Send “%(words)s”?", words=context.data["words"]),
        choices=(Choice(id="yes", label=context.t("Yes")), Choice(id="no", label=context.t("No"))),
    )


def _take_check(context: Context, given: Input) -> Next:
    if given.choice_id == "yes":
        return Go(step="rate", put={"sent": True}, forget=True, say=(context.t("Thank you."),))
    return Go(step="words")


def _ask_rate(context: Context) -> Prompt:
    return Prompt(
        text=context.t("How was it?"),
        choices=tuple(Choice(id=str(stars), label=str(stars)) for stars in range(1, 4)),
    )


def _take_rate(context: Context, given: Input) -> Next:
    return Finish(say=(context.t("Noted."), context.t("Goodbye.")))


def _ask_reference(context: Context) -> Prompt:
    return Prompt(text=context.t("Which reference?"), wants=frozenset({Want.TEXT}))


def _take_reference(context: Context, given: Input) -> Next:
    if not given.text.startswith("MI-"):
        return Retry(why=context.t("That is no reference."))
    return Go(step="shown", put={"reference": given.text})


def _ask_shown(context: Context) -> Prompt:
    return Prompt(text=context.t("It is being repaired."), final=True)


def _ask_language(context: Context) -> Prompt:
    return Prompt(
        text=context.t("Which language?"),
        choices=(Choice(id="en", label="English"), Choice(id="zu", label="isiZulu")),
    )


def _take_language(context: Context, given: Input) -> Next:
    return SwitchLanguage(language=given.choice_id, step="home")


def _ask_person(context: Context) -> Prompt:
    return Prompt(text=context.t("Write to our staff."), wants=frozenset({Want.TEXT}))


def _take_person(context: Context, given: Input) -> Next:
    return Finish(say=(context.t("We passed it on."),))


def _ask_broken(context: Context) -> Prompt:
    return Prompt(text=context.t("This one fails."), wants=frozenset({Want.TEXT}))


def _take_broken(context: Context, given: Input) -> Next:
    match given.text:
        case "nowhere":
            return Go(step="no such step")
        case "not json":
            return Go(step="home", put={"set": {1, 2}})
        case "ask fails":
            return Go(step="mute")
        case "too much":
            return Go(step="home", put={"words": "x" * 100_000})
        case "no such language":
            return SwitchLanguage(language="tlh", step="home")
        case _:
            raise ZeroDivisionError


def _ask_mute(context: Context) -> Prompt:
    raise LookupError("nothing to ask")


def _before(context: Context, given: Input) -> Before | None:
    if "sparking" in given.text:
        return Before(say=(context.t("Call 112 now."),), put={"emergency": True})
    if given.text.startswith("MI-"):
        return Before(next=Go(step="shown", put={"reference": given.text}))
    return None


SMALL = Dialogue(
    name="small",
    title="Report a leak",
    version=3,
    compatible_from=2,
    home="home",
    steps=(
        Step(id="home", ask=_ask_home, take=_take_home),
        Step(id="words", ask=_ask_words, take=_take_words, help=lambda context: context.t("A few words are enough.")),
        Step(id="photos", ask=_ask_photos, take=_take_photos),
        Step(id="place", ask=_ask_place, take=_take_place),
        Step(id="check", ask=_ask_check, take=_take_check),
        Step(id="rate", ask=_ask_rate, take=_take_rate),
        Step(id="reference", ask=_ask_reference, take=_take_reference),
        Step(id="shown", ask=_ask_shown, take=_take_broken),
        Step(id="language", ask=_ask_language, take=_take_language),
        Step(id="person", ask=_ask_person, take=_take_person),
        Step(id="broken", ask=_ask_broken, take=_take_broken),
        Step(id="mute", ask=_ask_mute, take=_take_broken),
    ),
    salvage=("words",),
    before=_before,
    person_step="person",
    language_step="language",
)
WITHOUT_STAFF = replace(SMALL, person_step="", language_step="")
