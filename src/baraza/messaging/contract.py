"""What a channel provider must implement, and the neutral words in which messages come and go."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from baraza.core.ingress.contract import ConnectionFacts, Item, JsonObject, RawRequest, RawResponse, Source
from baraza.messaging.check_report import CheckFacts, CheckReport
from baraza.messaging.failures import Failure, MediaRefused, SendError
from baraza.messaging.files import FetchedMedia, MediaReference
from baraza.messaging.letters import Letter, Letterhead
from baraza.messaging.limits import Limits
from baraza.messaging.mail import MAIL, Mail
from baraza.messaging.sender import Sender
from baraza.messaging.voice import CallEvent

# An adapter needs this module only.
__all__ = [
    "MAIL",
    "CheckFacts",
    "CheckReport",
    "ConnectionFacts",
    "Failure",
    "FetchedMedia",
    "Item",
    "JsonObject",
    "Letter",
    "Letterhead",
    "Limits",
    "Mail",
    "MediaReference",
    "MediaRefused",
    "RawRequest",
    "RawResponse",
    "SendError",
    "Sender",
    "Source",
]

# --- in --------------------------------------------------------------------------------------------------------------


class SessionEvent(StrEnum):
    """Where a session-based channel stands (USSD); message channels have none."""

    NEW = "new"
    RESUME = "resume"
    CLOSE = "close"
    TIMEOUT = "timeout"


class Kind(StrEnum):
    TEXT = "text"
    CHOICE = "choice"
    LOCATION = "location"
    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"
    DOCUMENT = "document"
    STICKER = "sticker"
    REACTION = "reaction"
    CONTACTS = "contacts"
    UNSUPPORTED = "unsupported"
    SESSION_END = "session_end"


@dataclass(frozen=True, kw_only=True)
class Received:
    """A message from a person. `inputs` holds several answers at once (a USSD code dialled with its answers)."""

    sender: Sender
    external_id: str
    kind: Kind
    sent_at: datetime | None = None
    text: str = ""
    choice_id: str = ""
    latitude: float | None = None
    longitude: float | None = None
    place_name: str = ""
    media: MediaReference | None = None
    in_reply_to: str = ""
    session: SessionEvent | None = None
    session_key: str = ""
    inputs: tuple[str, ...] = ()


class DeliveryStatus(StrEnum):
    """Our small vocabulary of what became of a message, in the order in which it may only advance."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    CANCELLED = "cancelled"


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """A provider's word on a message that we sent.

    `key` is our own `Outgoing.key` where the provider gives it back (Meta: `biz_opaque_callback_data`): it settles a
    message whose external id we never learned because we were interrupted. Not every provider names the time.
    `stop` says why nothing may be sent to the recipient's e-mail address any more, in the words of `emails.Stop`.
    """

    external_id: str
    status: DeliveryStatus
    occurred_at: datetime | None
    key: str = ""
    recipient: Sender = field(default_factory=Sender)
    error: SendError | None = None
    stop: str = ""


@dataclass(frozen=True, kw_only=True)
class AddressChanged:
    """A person moved to another number or user id."""

    before: Sender
    after: Sender
    occurred_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Notice:
    """Something the provider says of the account or an event that needs no action; kept and counted by `reason`."""

    reason: str
    detail: str = ""


Parsed = Received | Receipt | AddressChanged | Notice | CallEvent | Mail

# --- out -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Text:
    body: str


@dataclass(frozen=True, kw_only=True)
class Button:
    id: str
    title: str


@dataclass(frozen=True, kw_only=True)
class Buttons:
    body: str
    buttons: tuple[Button, ...]


@dataclass(frozen=True, kw_only=True)
class Row:
    id: str
    title: str
    description: str = ""


@dataclass(frozen=True, kw_only=True)
class Section:
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, kw_only=True)
class ListMenu:
    body: str
    button: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, kw_only=True)
class LocationRequest:
    body: str


@dataclass(frozen=True, kw_only=True)
class Image:
    """`media_id` is the provider's id of an uploaded file, `link` a public https address; one of them is set.

    With `photo_id` it is a photo that we keep: it goes along as `Outgoing.photo`, and `link`, which may be empty, is
    the page on which the person sees it when it has to go over a channel without photos.
    """

    caption: str = ""
    media_id: str = ""
    link: str = ""
    photo_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Template:
    """A text that the provider approved beforehand: the only kind that may be sent outside the window.

    `code`: its parameter is a one-time code, which a button of the message copies.
    """

    name: str
    language: str
    parameters: tuple[str, ...] = ()
    code: bool = False


@dataclass(frozen=True, kw_only=True)
class Screen:
    """One screen of a session channel; `end` closes the session."""

    text: str
    end: bool = False


Content = Text | Letter | Buttons | ListMenu | LocationRequest | Image | Template | Screen


@dataclass(frozen=True, kw_only=True)
class BrowserDevice:
    """A browser that shows notifications: what its push service gave it, and our public key that it was given."""

    id: int
    endpoint: str = field(repr=False)
    key: str = field(repr=False)
    auth: str = field(repr=False)
    our_key: str
    language: str


@dataclass(frozen=True, kw_only=True)
class Recipient:
    phone: str | None = None
    user_id: str | None = None
    devices: tuple[BrowserDevice, ...] = ()
    email: str | None = None


@dataclass(frozen=True, kw_only=True)
class Outgoing:
    """`key` is ours and goes along where a provider keeps an opaque reference; never the person's words.

    `answer_token` names the reader and the matter of a letter (`answers`): an answer that brings it back is theirs.
    """

    key: str
    recipient: Recipient
    content: Content
    in_reply_to: str = ""
    photo: FetchedMedia | None = None
    letterhead: Letterhead | None = None
    answer_token: str = field(default="", repr=False)


@dataclass(frozen=True, kw_only=True)
class ConnectionField:
    """One thing the console asks for when an organisation connects this provider."""

    name: str
    label: str
    help: str = ""
    secret: bool = False
    required: bool = True


class ChannelProvider(Source, Protocol):
    """One provider of one channel, stateless; `guide` says what to do in its own console once it is connected here."""

    channel: str
    title: str
    guide: tuple[str, ...]
    limits: Limits
    fields: tuple[ConnectionField, ...]

    def parse(self, *, item: Item, connection: ConnectionFacts, previous: Item | None) -> list[Parsed]:
        """What an item means. `previous` is the sender's previous item on this connection, for cumulative gateways."""

    def send(self, *, outgoing: Outgoing, connection: ConnectionFacts) -> str:
        """Hands the message to the provider and returns its id there. Raises SendError; never retries itself."""

    def mark_read(self, *, external_id: str, connection: ConnectionFacts) -> None:
        """Read receipt with typing indicator, where the channel has one. Raises SendError."""

    def fetch_media(self, *, media: MediaReference, connection: ConnectionFacts) -> FetchedMedia:
        """Raises MediaRefused when the file will never be had, SendError when it may be had later."""

    def check(self, *, connection: ConnectionFacts, facts: CheckFacts) -> CheckReport:
        """Tries the account and our own address out, outside of any transaction; says what is wrong, never raises."""

    def answer_of(self, *, screen: Screen) -> JsonObject:
        """The stored answer of an inline item; `acknowledge` turns it into the response. Inline providers only."""
