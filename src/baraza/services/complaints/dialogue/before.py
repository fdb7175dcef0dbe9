"""What is seen in every text before the step judges it: danger to life, and a reference on its own."""

from baraza.capabilities.triage.queries import classify
from baraza.conversation.engine.contract import Before, Context, Go, Input, InputKind
from baraza.lib.references import read_reference
from baraza.services.complaints.dialogue.information import emergency_lines
from baraza.services.complaints.queries.one import ComplaintUnknown, get_complaint


def before(context: Context, given: Input) -> Before | None:
    if given.kind is InputKind.PHOTO and given.text:
        return _emergency(context, given.text)
    if given.kind is not InputKind.TEXT:
        return None
    reference = read_reference(given.text)
    if reference is not None:
        return _tracked(reference)
    return _emergency(context, given.text)


def _emergency(context: Context, text: str) -> Before | None:
    if context.data.get("emergency") or not classify(text=text, language_hint=context.language).is_emergency:
        return None
    return Before(
        say=(context.t("If someone is in danger, call now:"), *emergency_lines(context)),
        put={"emergency": True},
    )


def _tracked(reference: str) -> Before | None:
    try:
        get_complaint(reference=reference)
    except ComplaintUnknown:
        # The step says so where a reference is expected; elsewhere it may be part of an address.
        return None
    return Before(next=Go(step="report", put={"tracked": reference}))
