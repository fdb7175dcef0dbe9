"""What became of a report: status, comment, photo, open again."""

import re

from baraza.conversation.engine.contract import Choice, Context, Go, Input, InputKind, Next, Prompt, Retry, Step, Want
from baraza.core.identity.actor import resident
from baraza.lib.references import find_reference, read_reference
from baraza.services.complaints.actions.move import reopen
from baraza.services.complaints.actions.words import add_photo, comment
from baraza.services.complaints.dialogue.offers import offering_pin
from baraza.services.complaints.dialogue.wording import category_name, day, example_reference, state_name
from baraza.services.complaints.queries.one import (
    ComplaintUnknown,
    get_complaint,
    list_of_contact,
    newest_public_answer,
)
from baraza.services.complaints.queries.records import ComplaintSummary
from baraza.services.complaints.rules.wishes import is_about_reports
from baraza.services.complaints.states import REOPENABLE_BY_RESIDENT, MoveRefused

_OWN_SHOWN = 5
_LETTERS_OR_DIGITS = 2
_WORDS_OF_A_COMMENT = 2
_CODE_LENGTH = 6
# Somebody meant a reference, even if it holds letters that we never give out.
_MEANT_AS_REFERENCE = re.compile(r"[A-Za-z][A-Za-z01]{1,3}\W?\d[\dOo]\d[\dOo]\W?\w{4,8}")


def _ask_track(context: Context) -> Prompt:
    own = list_of_contact(contact_id=context.person.contact_id, limit=_OWN_SHOWN)
    t, example = context.t, example_reference(context)
    if not own:
        return Prompt(
            text=t("Write the reference of the report, for example %(example)s.", example=example),
            short=t("Write the reference, like %(example)s.", example=example),
            wants=frozenset({Want.TEXT}),
        )
    return Prompt(
        text=t("Which report? Choose one, or write its reference."),
        list_label=t("Your reports"),
        wants=frozenset({Want.TEXT}),
        choices=tuple(_own(context, report) for report in own),
    )


def _own(context: Context, report: ComplaintSummary) -> Choice:
    """On a small screen there are no descriptions: the matter, and what tells two of them apart."""
    category = category_name(context, report.category)
    if context.channel.small_screen:
        return Choice(id=f"ref:{report.reference}", label=f"{category} {report.reference[-_CODE_LENGTH:]}")
    return Choice(
        id=f"ref:{report.reference}",
        label=report.reference,
        description=f"{category}: {state_name(context, report.state)}",
    )


def _help_track(context: Context) -> str:
    example = example_reference(context)
    return context.t("A reference looks like %(example)s. You got it when you reported.", example=example)


def _take_track(context: Context, given: Input) -> Next:
    written = given.choice_id.removeprefix("ref:") if given.kind is InputKind.CHOICE else given.text
    reference = meant_reference(written)
    if reference is None:
        return Retry(why=context.t("That is not a reference."))
    if not is_ours(reference):
        return Retry(why=unknown(context, reference))
    return Go(step="report", put={"tracked": reference})


def led_to_report(context: Context, text: str) -> Go | None:
    """To the report that is named; more than the question how it stands is added to it as a comment."""
    reference = meant_reference(text)
    if reference is None:
        return None
    if not is_ours(reference):
        alone = read_reference(text) is not None or is_about_reports(text)
        return Go(step="track", say=(unknown(context, reference),)) if alone else None
    if is_about_reports(text):
        return Go(step="report", put={"tracked": reference})
    return commented(context, reference=reference, text=text)


def meant_reference(text: str) -> str | None:
    """The reference in a text, or what somebody meant as one although we never give out such letters."""
    meant = _MEANT_AS_REFERENCE.search(text)
    return read_reference(text) or find_reference(text) or (meant.group().upper() if meant else None)


def is_ours(reference: str) -> bool:
    try:
        get_complaint(reference=reference)
    except ComplaintUnknown:
        return False
    return True


def unknown(context: Context, reference: str) -> str:
    return context.t("We do not know %(reference)s. Check it and write it again.", reference=reference)


def _ask_report(context: Context) -> Prompt:
    t = context.t
    report = get_complaint(reference=context.data["tracked"])
    lines = [f"{report.reference}: {state_name(context, report.state)}", category_name(context, report.category)]
    if report.is_open:
        lines.append(t("We aim to deal with it by %(date)s.", date=day(context, report.due_at)))
    answer = newest_public_answer(complaint_id=report.id)
    if answer is not None:
        lines.append(t("Our answer: %(text)s", text=answer.text))
    return Prompt(
        text="\n".join(lines),
        list_label=t("Choose"),
        wants=frozenset({Want.TEXT, Want.PHOTO}),
        takes_location=True,
        choices=_report_choices(context, can_reopen=report.state in REOPENABLE_BY_RESIDENT),
    )


def _report_choices(context: Context, *, can_reopen: bool) -> tuple[Choice, ...]:
    t = context.t
    photo = (Choice(id="report_photo", label=t("Add a photo")),) if context.channel.takes_photos else ()
    again = (Choice(id="reopen", label=t("Open again")),) if can_reopen else ()
    return (*again, Choice(id="comment", label=t("Add a comment")), *photo, Choice(id="home", label=t("Main menu")))


def _take_report(context: Context, given: Input) -> Next:
    if given.kind is InputKind.CHOICE:
        return Go(step=given.choice_id)
    if given.kind is InputKind.PHOTO:
        return _take_report_photo(context, given)
    if len(given.text.split()) >= _WORDS_OF_A_COMMENT:
        return _take_comment(context, given)
    return Retry(why=context.t("Please choose one of the answers."))


def _ask_comment(context: Context) -> Prompt:
    return Prompt(text=context.t("Write your comment."), wants=frozenset({Want.TEXT, Want.PHOTO}), takes_location=True)


def _take_comment(context: Context, given: Input) -> Next:
    if given.kind is InputKind.PHOTO:
        return _take_report_photo(context, given)
    if not _says_something(given.text):
        return Retry(why=context.t("Please write your comment in words."))
    return commented(context, reference=context.data["tracked"], text=given.text)


def _says_something(text: str) -> bool:
    """Pictures alone do not; a telephone number may."""
    return sum(letter.isalnum() for letter in text) >= _LETTERS_OR_DIGITS


def commented(context: Context, *, reference: str, text: str) -> Go:
    """At the report, with the words added to it."""
    _comment(context, reference, text)
    return Go(
        step="report", put={"tracked": reference}, say=(context.t("Thank you. We added your comment."),), forget=True
    )


def _comment(context: Context, reference: str, text: str) -> None:
    comment(
        actor=resident(contact_id=context.person.contact_id),
        reference=reference,
        text=text,
        source_key=context.turn_key,
    )


def _ask_report_photo(context: Context) -> Prompt:
    return Prompt(
        text=context.t("Send the photo."),
        wants=frozenset({Want.PHOTO, Want.TEXT}),
        takes_location=True,
        choices=(Choice(id="report", label=context.t("No photo")),),
    )


def _take_report_photo(context: Context, given: Input) -> Next:
    if given.kind is InputKind.CHOICE:
        return Go(step="report")
    if given.kind is InputKind.TEXT:
        return _take_comment(context, given)
    add_photo(
        actor=resident(contact_id=context.person.contact_id),
        reference=context.data["tracked"],
        media_id=given.photo,
        source_key=f"{context.turn_key}:photo",
    )
    if given.text.strip():
        _comment(context, context.data["tracked"], given.text)
    return Go(step="report", say=(context.t("Thank you for the photo."),), forget=True)


def _ask_reopen(context: Context) -> Prompt:
    return Prompt(text=context.t("What is still wrong?"), wants=frozenset({Want.TEXT}), takes_location=True)


def _take_reopen(context: Context, given: Input) -> Next:
    if not _says_something(given.text):
        return Retry(why=context.t("Please tell us in words what is still wrong."))
    try:
        reopen(
            actor=resident(contact_id=context.person.contact_id),
            reference=context.data["tracked"],
            reason=given.text.strip(),
            source_key=context.turn_key,
        )
    except MoveRefused:
        return Go(step="report", say=(context.t("This report is open already. We added your words."),), forget=True)
    return Go(step="report", say=(context.t("Thank you. We opened it again."),), forget=True)


STEPS = (
    Step(id="track", ask=_ask_track, take=_take_track, help=_help_track),
    Step(id="report", ask=_ask_report, take=offering_pin(step="report", take=_take_report)),
    Step(id="comment", ask=_ask_comment, take=offering_pin(step="report", take=_take_comment)),
    Step(id="report_photo", ask=_ask_report_photo, take=offering_pin(step="report_photo", take=_take_report_photo)),
    Step(id="reopen", ask=_ask_reopen, take=offering_pin(step="reopen", take=_take_reopen)),
)
