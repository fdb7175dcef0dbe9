"""Known already? Check the answers, change them, send."""

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
)
from baraza.core.identity.actor import resident
from baraza.services.complaints.actions.open import NewComplaint, open_complaint
from baraza.services.complaints.actions.words import follow
from baraza.services.complaints.dialogue.wording import category_name, day, priority_name
from baraza.services.complaints.queries.one import get_complaint

_SHOWN_OF_OTHERS = 60


def _ask_nearby(context: Context) -> Prompt:
    t, known = context.t, context.data["known"]
    lines = [
        t("%(reference)s, %(metres)s m away: %(words)s", reference=reference, metres=metres, words=_start(words))
        for reference, words, metres in known
    ]
    return Prompt(
        text="\n".join([t("This was reported near there already:"), *lines, t("Is it the same problem?")]),
        list_label=t("Choose"),
        choices=(
            *(Choice(id=f"same:{reference}", label=reference) for reference, _, _ in known),
            Choice(id="new", label=t("No, it is another")),
        ),
    )


def _start(words: str) -> str:
    """The beginning of someone else's report, at a word's end: enough to recognise it."""
    if len(words) <= _SHOWN_OF_OTHERS:
        return words
    return words[:_SHOWN_OF_OTHERS].rsplit(" ", 1)[0] + " …"


def _take_nearby(context: Context, given: Input) -> Next:
    if given.kind is InputKind.CHOICE and given.choice_id == "new":
        return Go(step="check")
    if given.kind is InputKind.CHOICE and given.choice_id.startswith("same:"):
        reference = given.choice_id.removeprefix("same:")
        follow(
            actor=resident(contact_id=context.person.contact_id),
            reference=reference,
            words=context.data["description"],
            source_key=context.turn_key,
        )
        return Finish(
            say=(
                context.t(
                    "Thank you. We added your words to %(reference)s and will tell you what becomes of it.",
                    reference=reference,
                ),
            ),
        )
    return Retry(why=context.t("Please choose one of these."))


def _ask_check(context: Context) -> Prompt:
    t, data = context.t, context.data
    place = data.get("place_text") or t("the location you shared")
    area = data.get("area_name", "")
    lines = [
        t("Please check:"),
        data["description"],
        f"{category_name(context, data['category'])} · {priority_name(context, data['priority'])}",
        f"{place}, {area}" if area else place,
    ]
    if data.get("photos"):
        lines.append(t("Photos: %(count)s", count=len(data["photos"])))
    return Prompt(
        text="\n".join(lines),
        choices=(
            Choice(id="send", label=t("Send")),
            Choice(id="change", label=t("Change something")),
        ),
    )


def _take_check(context: Context, given: Input) -> Next:
    if given.kind is not InputKind.CHOICE or given.choice_id not in {"send", "change"}:
        return Retry(why=context.t("Please choose “Send” or “Change something”."))
    if given.choice_id == "change":
        return Go(step="change")
    reference = open_complaint(actor=resident(contact_id=context.person.contact_id), new=_new(context))
    due = day(context, get_complaint(reference=reference).due_at)
    return Finish(
        say=(
            context.t("Thank you. Your report is %(reference)s. Keep this reference.", reference=reference),
            context.t("We aim to deal with it by %(date)s.", date=due),
        ),
    )


def _new(context: Context) -> NewComplaint:
    data = context.data
    guess = data["guess"]
    return NewComplaint(
        source_key=context.turn_key,
        channel=context.channel.name,
        language=context.language,
        contact_id=context.person.contact_id,
        connection_id=context.person.connection_id,
        description=data["description"],
        category=data["category"],
        priority=data["priority"],
        guessed_category=guess["category"],
        guessed_priority=guess["priority"],
        guess_confidence=guess["confidence"],
        guess_model=guess["model"],
        emergency=bool(data.get("emergency")),
        latitude=data.get("latitude"),
        longitude=data.get("longitude"),
        place_text=data.get("place_text", ""),
        area_code=data.get("area_code", ""),
        area_name=data.get("area_name", ""),
        area_edition=data.get("area_edition", ""),
        area_approximate=bool(data.get("area_approximate")),
        ward_code=data.get("ward_code", ""),
        photos=tuple(data.get("photos", ())),
    )


_CHANGES = {"words": "describe", "category": "category_all", "urgency": "urgency", "place": "place", "photo": "photo"}


def _ask_change(context: Context) -> Prompt:
    t = context.t
    photo = (Choice(id="photo", label=t("Photo")),) if context.channel.takes_photos else ()
    return Prompt(
        text=t("What would you like to change?"),
        list_label=t("Choose"),
        choices=(
            Choice(id="words", label=t("What is wrong")),
            Choice(id="category", label=t("Kind of problem")),
            Choice(id="urgency", label=t("How urgent")),
            Choice(id="place", label=t("Place")),
            *photo,
        ),
    )


def _take_change(context: Context, given: Input) -> Next:
    if given.kind is InputKind.CHOICE and given.choice_id in _CHANGES:
        return Go(step=_CHANGES[given.choice_id], put={"editing": True})
    return Retry(why=context.t("Please choose one of these."))


STEPS = (
    Step(id="nearby", ask=_ask_nearby, take=_take_nearby),
    Step(id="check", ask=_ask_check, take=_take_check),
    Step(id="change", ask=_ask_change, take=_take_change),
)
