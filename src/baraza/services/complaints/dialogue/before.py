"""What is seen in every text before the step judges it: danger to life, a reference on its own, the wish for a person."""

from baraza.capabilities.triage.emergency import is_emergency
from baraza.capabilities.triage.queries import classify
from baraza.conversation.engine.contract import Before, Context, Go, Input, InputKind, JsonValue, Translate
from baraza.lib.references import read_reference
from baraza.services.complaints.dialogue.information import in_danger
from baraza.services.complaints.dialogue.unfinished import is_begun
from baraza.services.complaints.dialogue.wishes import wished_anywhere
from baraza.services.complaints.queries.one import ComplaintUnknown, get_complaint


def before(context: Context, given: Input) -> Before | None:
    if given.kind is InputKind.PHOTO and given.text:
        return _emergency(context, given.text)
    if given.kind is not InputKind.TEXT:
        return None
    reference = read_reference(given.text)
    if reference is not None:
        return _tracked(context, reference)
    led = wished_anywhere(context, given.text)
    return Before(next=led) if led else _emergency(context, given.text)


def _emergency(context: Context, text: str) -> Before | None:
    """Danger words only: what a text may mean is judged where a report is expected, not in an address or a question."""
    if context.data.get("emergency") or is_emergency(text) is None:
        return None
    put: dict[str, JsonValue] = {"emergency": True}
    if is_begun(context.data):
        put["priority"] = "critical"
    return Before(say=in_danger(context, _spoken(context, text)), put=put)


def _spoken(context: Context, text: str) -> Translate:
    """Whoever has not chosen a language yet reads the numbers in the one they cry for help in."""
    if context.language_known or context.in_language is None:
        return context.t
    guessed = classify(text=text).language
    return context.in_language(guessed) if guessed in context.languages else context.t


def _tracked(context: Context, reference: str) -> Before | None:
    if any(reference == known for known, *_ in context.data.get("known", ())):
        # "Is it the same problem?" is asked just now, and this is an answer.
        return None
    try:
        get_complaint(reference=reference)
    except ComplaintUnknown:
        # The step says so where a reference is expected; elsewhere it may be part of an address.
        return None
    return Before(next=Go(step="report", put={"tracked": reference}))
