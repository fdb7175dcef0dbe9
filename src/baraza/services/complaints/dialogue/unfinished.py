"""A report that was begun and left: nobody's words are dropped unless they say so."""

from baraza.conversation.engine.contract import (
    Choice,
    Context,
    Data,
    Finish,
    Go,
    Input,
    JsonValue,
    Next,
    Prompt,
    Step,
)
from baraza.services.complaints.dialogue.pins import PIN, on_to_place
from baraza.services.complaints.dialogue.wording import beginning

# What makes up the report under way.
DRAFT = (
    *("description", "guess", "category", "agreed", "priority", "emergency", "photos", "editing"),
    *("place_text", "latitude", "longitude", PIN, "province", "district", "candidates", "known"),
    *("area_code", "area_name", "area_edition", "area_approximate", "ward_code"),
)
# Drafts that wait until another report is sent, the newest last.
ASIDE = "aside"
_SHOWN = 50


def is_begun(data: Data) -> bool:
    return bool(data.get("description"))


def begin_report(context: Context) -> Go:
    """The first question of a report, or what shall become of the one that was begun."""
    return Go(step="unfinished" if is_begun(context.data) else "describe")


def clean_sheet(context: Context) -> dict[str, JsonValue]:
    """Room for a new report; one that was begun is put aside."""
    empty: dict[str, JsonValue] = dict.fromkeys(DRAFT)
    if not is_begun(context.data):
        return empty
    draft = {key: context.data[key] for key in DRAFT if key in context.data}
    return {**empty, ASIDE: [*context.data.get(ASIDE, ()), draft]}


def done(context: Context, *, say: tuple[str, ...]) -> Next:
    """The report is sent: the end, unless another one waits."""
    waiting = context.data.get(ASIDE)
    if not waiting:
        return Finish(say=say)
    *others, newest = waiting
    put = {**dict.fromkeys(DRAFT), **newest, ASIDE: others or None}
    return Go(step="unfinished", say=say, put=put, forget=True)


def _ask_unfinished(context: Context) -> Prompt:
    t = context.t
    return Prompt(
        text=t("This report is not sent yet: %(words)s", words=beginning(context.data["description"], most=_SHOWN)),
        list_label=t("Choose"),
        choices=(
            Choice(id="finish", label=t("Finish it")),
            Choice(id="another", label=t("Report another")),
            Choice(id="delete", label=t("Delete it")),
        ),
    )


def _take_unfinished(context: Context, given: Input) -> Next:
    if given.choice_id == "finish":
        step = _left_at(context)
        return on_to_place(context, put={}) if step == "place" else Go(step=step)
    if given.choice_id == "another":
        return Go(step="describe", put=clean_sheet(context))
    return Go(step="home", put=dict.fromkeys(DRAFT), say=(context.t("It is deleted."),), forget=True)


def _left_at(context: Context) -> str:
    """The first question without an answer."""
    data = context.data
    if not data.get("agreed"):
        return "category"
    if data.get("area_name") and (data.get("place_text") or data.get("latitude") is not None):
        return "check"
    return "photo" if context.channel.takes_photos and not data.get("photos") else "place"


STEPS = (Step(id="unfinished", ask=_ask_unfinished, take=_take_unfinished),)
