"""A letter that came in, in the neutral words in which a provider hands it on."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from baraza.messaging.files import MediaReference
from baraza.messaging.sender import Sender

# The kind of an item that is a letter; its files lie in its payload.
MAIL: Final = "mail"


@dataclass(frozen=True, kw_only=True)
class Mail:
    """A letter from a person, or from a machine in their name.

    `external_id` is the same however often it comes; `mail_id` is what mailboxes know it by. `tokens` stand in the
    addresses that it was sent to and in the letters that it answers: those of ours are true (`answers.read_token`).
    `words` are the person's own, `whole` is all that it says. `left` names files that were not taken. `automatic` says
    how it is known that no person wrote it; a `doubtful` one does not count as its sender's.
    """

    sender: Sender
    external_id: str
    mail_id: str
    tokens: tuple[str, ...]
    subject: str
    words: str = field(repr=False)
    whole: str = field(repr=False)
    photos: tuple[MediaReference, ...] = ()
    left: tuple[str, ...] = ()
    automatic: str = ""
    doubtful: bool = False
    sent_at: datetime | None = None
