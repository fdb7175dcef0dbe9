"""Words that ask for a part of the menu: they lead there and are not taken as an answer."""

from baraza.conversation.engine.contract import Context, Go, Next
from baraza.services.complaints.dialogue.languages import in_their_language
from baraza.services.complaints.dialogue.unfinished import begin_report
from baraza.services.complaints.rules.wishes import Wish, wish_in

_STEPS = {Wish.TRACK: "track", Wish.NUMBERS: "emergency", Wish.OFFICES: "offices", Wish.PERSON: "person"}
# Nobody's answer to any question; "the municipal offices" may be where something is.
_ANYWHERE = frozenset({Wish.NUMBERS, Wish.PERSON})


def wished(context: Context, text: str) -> Next | None:
    """Where the words lead, or None when they want nothing of the menu."""
    wish = wish_in(text)
    if wish is None:
        return None
    led = Go(step=_STEPS[wish]) if wish in _STEPS else begin_report(context)
    following = in_their_language(context, text, led=led)
    # Who looks for help is not asked for a language first.
    return led if wish is Wish.NUMBERS and isinstance(following, Go) else following


def wished_anywhere(context: Context, text: str) -> Next | None:
    """As `wished`, for what is meant so at every question."""
    return wished(context, text) if wish_in(text) in _ANYWHERE else None
