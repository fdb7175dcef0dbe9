"""The complaints conversation: steps and wording, no channel names."""

from baraza.conversation.engine.contract import Dialogue
from baraza.lib.translation import gettext_noop
from baraza.services.complaints.dialogue import (
    check,
    describe,
    home,
    information,
    offers,
    place,
    place_menus,
    track,
    unfinished,
)
from baraza.services.complaints.dialogue.before import before

COMPLAINTS = Dialogue(
    name="complaints",
    title=gettext_noop("Report a problem"),
    version=2,
    compatible_from=1,
    home="home",
    steps=(
        *home.STEPS,
        *describe.STEPS,
        *place.STEPS,
        *place_menus.STEPS,
        *check.STEPS,
        *unfinished.STEPS,
        *track.STEPS,
        *offers.STEPS,
        *information.STEPS,
    ),
    salvage=(*unfinished.DRAFT, unfinished.ASIDE),
    before=before,
    person_step="person",
    language_step="language",
    rest=frozenset({"report", "track", "emergency", "offices"}),
)
