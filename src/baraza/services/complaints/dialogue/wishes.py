"""Words that ask for a part of the menu, or name a report: they lead there and are not taken as what is wrong."""

from baraza.conversation.engine.contract import Context, Go, Next
from baraza.lib.references import read_reference
from baraza.services.complaints.dialogue.languages import in_their_language
from baraza.services.complaints.dialogue.track import commented, is_ours, meant_reference, unknown
from baraza.services.complaints.dialogue.unfinished import begin_report
from baraza.services.complaints.rules.wishes import Wish, is_about_reports, wish_in

_STEPS = {Wish.TRACK: "track", Wish.NUMBERS: "emergency", Wish.OFFICES: "offices", Wish.PERSON: "person"}


def led_by(context: Context, text: str) -> Next | None:
    """Where the words lead, or None for words that say what is wrong."""
    reference = meant_reference(text)
    if reference is not None:
        return _to_report(context, text, reference)
    wish = wish_in(text)
    if wish is None:
        return None
    led = Go(step=_STEPS[wish]) if wish in _STEPS else begin_report(context)
    return in_their_language(context, text, led=led)


def _to_report(context: Context, text: str, reference: str) -> Next | None:
    """A report that is named is shown; more than the question how it stands is added to it as a comment."""
    if not is_ours(reference):
        alone = read_reference(text) is not None or is_about_reports(text)
        return Go(step="track", say=(unknown(context, reference),)) if alone else None
    if is_about_reports(text):
        return Go(step="report", put={"tracked": reference})
    return commented(context, reference=reference, text=text)
