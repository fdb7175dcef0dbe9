"""A telephone without a provider: turns what is typed into messages for the runner and keeps what was played."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from baraza.conversation import runner
from baraza.conversation.simulator import drawing
from baraza.conversation.simulator.drawing import Option
from baraza.core.ingress.contract import ConnectionFacts
from baraza.core.organisations.queries import OrganisationProfile
from baraza.lib import clock
from baraza.messaging.contract import Content, Kind, Limits, Received, Screen, Sender, SessionEvent
from baraza.messaging.inbox import Incoming
from baraza.messaging.queries import contact_details

# The numbering plan, as the phonenumbers library knows it, gives this one to nobody.
NUMBER = "+27000000000"


class Quit(Exception):
    """The person closes the simulator."""


class NotUnderstood(ValueError):
    """A simulator command that cannot be read."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """A channel as the simulator plays it."""

    organisation_id: int
    channel: str
    source: str
    limits: Limits
    inline: bool


@dataclass(frozen=True, kw_only=True)
class Played:
    """One input as a test would write it, and what came of it."""

    call: str
    result: object


@dataclass(kw_only=True)
class Telephone:
    """`played` is what a reproduction is written from."""

    line: Line
    contact_id: int
    played: list[Played] = field(default_factory=list)
    _options: list[Option] = field(default_factory=list)
    _connected: bool = False
    _number: int = 0

    def open(self) -> str:
        """A session channel is dialled; a message channel waits for the first message."""
        return self._dial() if self.line.inline else "(write the first message)"

    def type(self, typed: str) -> str:
        """What is shown after this line. Raises Quit and NotUnderstood."""
        words = typed.strip()
        command, _, rest = words.partition(" ")
        match command:
            case ":quit":
                raise Quit
            case ":hangup":
                return self._hang_up()
            case ":photo":
                return self._photo(rest)
            case ":pin":
                return self._pin(rest)
            case _ if command.startswith(":"):
                raise NotUnderstood("Commands: :photo [WORDS], :pin LAT,LON, :hangup, :quit. =TEXT sends it as it is.")
        if self.line.inline:
            return self._key(words)
        return self._write(words)

    def _dial(self) -> str:
        self._connected = True
        return self._send("resident.dials()", session=SessionEvent.NEW)

    def _key(self, words: str) -> str:
        if not self._connected:
            return self._dial()
        return self._send(f"resident.keys({words!r})", text=words, session=SessionEvent.RESUME)

    def _hang_up(self) -> str:
        if not self.line.inline:
            raise NotUnderstood("There is nothing to hang up in a chat.")
        self._connected = False
        self._send("resident.hangs_up()", kind=Kind.SESSION_END, session=SessionEvent.CLOSE)
        return "(hung up; the next line dials again)"

    def _write(self, words: str) -> str:
        if words.isdecimal() and 1 <= int(words) <= len(self._options):
            tapped = self._options[int(words) - 1]
            return self._send(
                f"resident.taps({tapped.id!r}, {tapped.title!r})",
                kind=Kind.CHOICE,
                choice_id=tapped.id,
                text=tapped.title,
            )
        text = words.removeprefix("=")
        return self._send(f"resident.writes({text!r})", text=text)

    def _photo(self, caption: str) -> str:
        if not self.line.limits.takes_photos:
            raise NotUnderstood("This channel takes no photos.")
        return self._send(
            f"resident.writes({caption!r}, kind=Kind.IMAGE, media=A_PHOTO)",
            kind=Kind.IMAGE,
            text=caption,
            media_id=str(uuid.uuid4()),
        )

    def _pin(self, written: str) -> str:
        if self.line.inline:
            raise NotUnderstood("This channel takes no locations.")
        try:
            latitude, longitude = (float(part) for part in written.split(","))
        except ValueError:
            raise NotUnderstood("Write it so: :pin -33.9249,18.4241") from None
        return self._send(
            f"resident.writes(kind=Kind.LOCATION, latitude={latitude}, longitude={longitude})",
            kind=Kind.LOCATION,
            latitude=latitude,
            longitude=longitude,
        )

    def _send(
        self,
        call: str,
        *,
        kind: Kind = Kind.TEXT,
        text: str = "",
        choice_id: str = "",
        latitude: float | None = None,
        longitude: float | None = None,
        session: SessionEvent | None = None,
        media_id: str = "",
    ) -> str:
        self._number += 1
        received = Received(
            sender=Sender(phone=NUMBER),
            external_id=f"simulator-{self._number}",
            kind=kind,
            sent_at=clock.now(),
            text=text,
            choice_id=choice_id,
            latitude=latitude,
            longitude=longitude,
            session=session,
            session_key="simulator" if session else "",
        )
        contents = runner.answer(incoming=self._incoming(received, media_id))
        self.played.append(Played(call=call, result=_result(contents, inline=self.line.inline)))
        return self._shown(contents)

    def _incoming(self, received: Received, media_id: str) -> Incoming:
        person = contact_details(contact_id=self.contact_id)
        return Incoming(
            contact_id=self.contact_id,
            contact_language=person.language,
            phone=NUMBER,
            name=person.name,
            connection=ConnectionFacts(
                id=0, organisation_id=self.line.organisation_id, source=self.line.source, secrets={}
            ),
            provider=self.line.source,
            channel=self.line.channel,
            limits=self.line.limits,
            inline=self.line.inline,
            received=received,
            media_id=media_id,
            # Below every stored message, and another one on each run: actions are unique by it.
            message_id=-int(clock.now().timestamp() * 1_000_000),
            correlation_id="simulator",
        )

    def _shown(self, contents: Sequence[Content]) -> str:
        if self.line.inline:
            screens = [content for content in contents if isinstance(content, Screen)]
            self._connected = bool(screens) and not screens[-1].end
            return "\n".join(drawing.screen(content, self.line.limits) for content in screens)
        self._options = drawing.options_of(contents) or self._options
        return drawing.bubbles(contents)


def _result(contents: Sequence[Content], *, inline: bool) -> object:
    """As the tests' Resident gives it back."""
    if not inline:
        return list(contents)
    return next(
        (f"{content.text}{' [END]' if content.end else ''}" for content in contents if isinstance(content, Screen)),
        None,
    )


def reproduction(*, played: Sequence[Played], service: str, language: str, organisation: OrganisationProfile) -> str:
    """A test that plays the same and expects the same; what differs each time (a reference) is to be replaced."""
    settings = f"name={organisation.name!r}, home_area_code={organisation.home_area_code!r}"
    lines = [f"    resident = a_resident(services=({service!r},), language={language!r}, {settings})", ""]
    lines += [
        f"    {step.call}" if step.result is None else f"    assert {step.call} == {step.result!r}" for step in played
    ]
    return "\n".join(["def test_a_conversation_is_held_as_it_was_played() -> None:", *lines])
