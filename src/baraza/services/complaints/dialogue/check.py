"""Known already? Check the answers, change them, send."""

from baraza.conversation.engine.contract import Choice, Context, Go, Input, InputKind, Next, Prompt, Step, Want
from baraza.core.identity.actor import resident
from baraza.services.complaints.actions.open import NewComplaint, open_complaint
from baraza.services.complaints.actions.words import follow
from baraza.services.complaints.dialogue.photos import keeping_photos
from baraza.services.complaints.dialogue.place import take_pin
from baraza.services.complaints.dialogue.unfinished import done
from baraza.services.complaints.dialogue.wording import beginning, category_name, day, urgency_name
from baraza.services.complaints.queries.one import get_complaint
from baraza.services.complaints.rules.nearness import AT_THE_PLACE_METRES

_SHOWN_OF_OTHERS = 60
# On a small screen the person recognises their words, and finds the answers below them; the whole is what is sent.
_SHOWN_SMALL = 28
_SHOWN = 400


def _ask_nearby(context: Context) -> Prompt:
    t, known = context.t, context.data["known"]
    lines = [
        t(
            "%(reference)s, at the same place: %(words)s",
            reference=reference,
            words=beginning(words, most=_SHOWN_OF_OTHERS),
        )
        if metres < AT_THE_PLACE_METRES
        else t(
            "%(reference)s, %(metres)s m away: %(words)s",
            reference=reference,
            metres=metres,
            words=beginning(words, most=_SHOWN_OF_OTHERS),
        )
        for reference, words, metres in known
    ]
    return Prompt(
        text="\n".join([t("This was reported near there already:"), *lines, t("Is it the same problem?")]),
        list_label=t("Choose"),
        wants=frozenset({Want.PHOTO}),
        choices=(
            *(
                Choice(id=f"same:{reference}", label=reference if len(known) > 1 else t("Yes"))
                for reference, _, _ in known
            ),
            Choice(id="new", label=t("No, it is another")),
        ),
    )


def _take_nearby(context: Context, given: Input) -> Next:
    if given.choice_id == "new":
        return Go(step="check", put={"known": None})
    reference = given.choice_id.removeprefix("same:")
    follow(
        actor=resident(contact_id=context.person.contact_id),
        reference=reference,
        words=context.data["description"],
        source_key=context.turn_key,
    )
    followed = context.t(
        "Thank you. We added your words to %(reference)s and will tell you what becomes of it.", reference=reference
    )
    return done(context, say=(followed,))


def _ask_check(context: Context) -> Prompt:
    t, data = context.t, context.data
    most = _SHOWN_SMALL if context.channel.small_screen else _SHOWN
    place = data.get("place_text") or t("the location you shared")
    lines = [
        t("Please check:"),
        beginning(data["description"], most=most),
        _kind(context),
        beginning(", ".join(part for part in (place, data.get("area_name")) if part), most=most),
    ]
    if data.get("photos"):
        lines.append(t("Photos: %(count)s", count=len(data["photos"])))
    return Prompt(
        text="\n".join(lines),
        wants=frozenset({Want.PHOTO}),
        takes_location=True,
        choices=(
            Choice(id="send", label=t("Yes, send")),
            Choice(id="change", label=t("No, change it")),
        ),
    )


def _kind(context: Context) -> str:
    """The category, and how urgent it is where that says more than that it is a report like others."""
    data = context.data
    name = category_name(context, data["category"])
    if data.get("emergency"):
        return f"{name}: {urgency_name(context, 'critical')}"
    if data["priority"] in {"critical", "high"}:
        return f"{name}: {urgency_name(context, 'high')}"
    return name


def _help_check(context: Context) -> str:
    return context.t("Nothing is sent before you choose “Yes, send”.")


def _take_check(context: Context, given: Input) -> Next:
    if given.kind is InputKind.LOCATION:
        # Whoever shares one now corrects the place.
        return take_pin(context, given)
    if given.choice_id == "change":
        return Go(step="change")
    reference = open_complaint(actor=resident(contact_id=context.person.contact_id), new=_new(context))
    due = day(context, get_complaint(reference=reference).due_at)
    return done(
        context,
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


def _take_change(_: Context, given: Input) -> Next:
    return Go(step=_CHANGES[given.choice_id], put={"editing": True})


STEPS = (
    Step(id="nearby", ask=_ask_nearby, take=keeping_photos(step="nearby", take=_take_nearby)),
    Step(id="check", ask=_ask_check, take=keeping_photos(step="check", take=_take_check), help=_help_check),
    Step(id="change", ask=_ask_change, take=_take_change),
)
