"""What the providers of letters have in common: they push, they hand on what is answered, they have no screens."""

# ruff: noqa: ARG002 - the contract names every parameter, whether a channel needs it or not

from abc import abstractmethod
from collections.abc import Mapping
from typing import Final, NoReturn

from anymail.backends.base_requests import AnymailRequestsBackend
from django.conf import settings

from baraza.channels.email import events, inbound
from baraza.channels.email.letters import letter_of, refused
from baraza.channels.email.limits import LIMITS
from baraza.channels.email.posting import post
from baraza.channels.email.sandbox import is_sandbox, keep
from baraza.core.ingress.contract import ConnectionFacts, Item, JsonObject, RawRequest, RawResponse, Unreadable
from baraza.core.ingress.files import FileGone, file_of
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib.json_bodies import read_json
from baraza.messaging.contract import (
    MAIL,
    CheckFacts,
    CheckReport,
    ConnectionField,
    FetchedMedia,
    Limits,
    MediaReference,
    MediaRefused,
    Outgoing,
    Parsed,
    Screen,
)

SENDER = ConnectionField(
    name="sender",
    label="Address to write from",
    help="Such as reports@yourcity.example, of a domain that the provider has confirmed.",
)
ANSWERS_AT = ConnectionField(
    name="answers_at",
    label="Address at which answers come in",
    help=(
        "One that the provider receives for us, such as reply@in.yourcity.example: what residents answer is then added to "
        "their report. Each letter puts a sign of its own before the @."
    ),
    required=False,
)
REPLY_TO = ConnectionField(
    name="reply_to",
    label="Address for answers",
    help="A mailbox that staff read, for when answers do not come in here. Nothing of it is added to a report.",
    required=False,
)
ADDRESS_LINE = ConnectionField(
    name="address_line", label="Postal address", help="One line at the foot of every letter.", required=False
)
DKIM_SELECTOR = ConnectionField(
    name="dkim_selector",
    label="DKIM selector",
    help="The word before ._domainkey in the record that the provider shows. The test looks whether the record is there.",
    required=False,
)
STATIONERY = (SENDER, REPLY_TO, ADDRESS_LINE, DKIM_SELECTOR)
ANSWERABLE = (SENDER, ANSWERS_AT, REPLY_TO, ADDRESS_LINE, DKIM_SELECTOR)
# What the providers pass on themselves: 25 MB at Mailgun, 30 at SendGrid, 35 at Postmark, and how they wrap it.
LARGEST_LETTER: Final = 48 * 1024 * 1024


class LetterProvider:
    """`verify`, `told_of`, `backend` and `check` are each provider's own."""

    channel = "email"
    title: str
    guide: tuple[str, ...]
    service: str
    # The secret without which no receipt is believed.
    proof: str
    inline = False
    content_types = frozenset({"application/json"})
    limits: Limits = LIMITS
    fields: tuple[ConnectionField, ...]
    largest_body = LARGEST_LETTER
    # What a provider wants to be told in the heading of each letter.
    headings: Mapping[str, str] = {}

    def handshake(self, *, request: RawRequest, connection: ConnectionFacts) -> RawResponse:
        return RawResponse(status=405)

    @abstractmethod
    def verify(self, *, request: RawRequest, connection: ConnectionFacts) -> bool: ...

    @abstractmethod
    def told_of(self, *, body: object) -> list[tuple[str, events.Told]]:
        """The provider's own id of each event, and what it says. Raises Unreadable, KeyError, TypeError."""

    def handed(self, *, request: RawRequest) -> inbound.Handed | None:
        """The letter that somebody wrote to us; None when the request says what became of one of ours."""
        return None

    @abstractmethod
    def backend(self, *, connection: ConnectionFacts) -> AnymailRequestsBackend:
        """Raises SendError(ACCOUNT)."""

    def items(self, *, request: RawRequest, connection: ConnectionFacts) -> list[Item]:
        try:
            letter = self.handed(request=request)
            if letter is not None:
                return [inbound.item_of(letter)]
            found = self.told_of(body=read_json(request.body))
        except Unreadable:
            raise
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
            raise Unreadable("The body is no event of this provider.") from error
        return [events.item_of(told=told, item_id=item_id) for item_id, told in found]

    def acknowledge(self, *, answer: JsonObject | None) -> RawResponse:
        return RawResponse(status=200)

    def parse(self, *, item: Item, connection: ConnectionFacts, previous: Item | None) -> list[Parsed]:
        return [inbound.mail_of(item) if item.kind == MAIL else events.parse(item)]

    def send(self, *, outgoing: Outgoing, connection: ConnectionFacts) -> str:
        if is_sandbox(connection):
            mail = letter_of(outgoing=outgoing, connection=connection)
            keep(mail)
            return str(mail.extra_headers["Message-ID"])
        return post(
            backend=self.backend(connection=connection),
            outgoing=outgoing,
            connection=connection,
            proves_receipts=bool(connection.secrets.get(self.proof)),
            headings=self.headings,
        )

    def mark_read(self, *, external_id: str, connection: ConnectionFacts) -> None:
        """Letters have no such sign."""

    def fetch_media(self, *, media: MediaReference, connection: ConnectionFacts) -> FetchedMedia:
        """It came with the letter, so it lies with the event that the door stored."""
        item_id, _, number = media.id.rpartition("/")
        try:
            with organisation_scope(organisation_id=connection.organisation_id):
                content = file_of(connection_id=connection.id, item_id=item_id, number=int(number))
        except (FileGone, ValueError) as error:
            raise MediaRefused("The file of this letter is gone.") from error
        return FetchedMedia(content=content, mime_type=media.mime_type)

    @abstractmethod
    def check(self, *, connection: ConnectionFacts, facts: CheckFacts) -> CheckReport: ...

    def answer_of(self, *, screen: Screen) -> JsonObject:
        return no_screen()


def no_screen() -> NoReturn:
    raise refused("E-mail answers with letters, not in the request.")


def api_address(*, service: str, own: str) -> str:
    """The provider's own, or the stand-in of a demonstration or a test."""
    stand_in: str = settings.EMAIL_API_URL
    return f"{stand_in.rstrip('/')}/{service}/" if stand_in else own
