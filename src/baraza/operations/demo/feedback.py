"""What residents and a clerk think of the demonstration's pages."""

from collections.abc import Sequence
from typing import Final

from baraza.capabilities.feedback.actions import give
from baraza.core.identity.actor import Actor, resident

_OF_RESIDENTS: Final = (
    ("good", "en", "The page is quick, even on my old phone. Thank you."),
    ("mixed", "en", "I found how to report, but not how to add a photo afterwards."),
    ("good", "zu", "Ngiyabonga, konke kungolimi lwami."),
)
_OF_A_CLERK: Final = ("bad", "en", "The list forgets which column I sorted by when I come back the next day.")


def seed_feedback(*, clerks: Sequence[Actor]) -> None:
    """Once, however often it is called."""
    nobody = resident(contact_id=None)
    said = [(nobody, *one) for one in _OF_RESIDENTS] + [(clerk, *_OF_A_CLERK) for clerk in clerks[:1]]
    for number, (who, mood, language, words) in enumerate(said):
        give(actor=who, words=words, mood=mood, language=language, source_key=f"demo:{number}")
