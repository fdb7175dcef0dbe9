"""What the door asks of a source of traffic: prove who sends, split what came into items, say where to put them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

JsonObject = dict[str, Any]
# The kind of an event that we post to an address of our own: the address works, but nobody has spoken.
OWN_TEST: Final = "baraza.test"


@dataclass(frozen=True, kw_only=True)
class RawRequest:
    """A provider's request as it came; `body` is never decoded before it is verified. Header names are lower case."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    remote_address: str


@dataclass(frozen=True, kw_only=True)
class RawResponse:
    status: int
    body: bytes = b""
    content_type: str = "text/plain; charset=utf-8"


@dataclass(frozen=True, kw_only=True)
class ConnectionFacts:
    """One organisation's account at one provider, as the door and the adapters see it.

    `path` is our webhook path for it, where an adapter has to name it to the provider; the door leaves it empty.
    """

    id: int
    organisation_id: int
    source: str
    secrets: Mapping[str, str] = field(repr=False)
    options: Mapping[str, Any] = field(default_factory=dict)
    active: bool = True
    path: str = field(default="", repr=False)


@dataclass(frozen=True, kw_only=True)
class Item:
    """One thing that happened, out of a request that may carry many.

    `item_id` is the provider's own identity of it (the database refuses a second one per connection); `sender` orders
    items of one person (their number or user id, empty for none); `payload` is what `parse` will need, JSON only.
    """

    item_id: str
    kind: str
    sender: str
    payload: JsonObject


class Unreadable(ValueError):
    """The verified body is not what this provider sends: answered 400, counted, nothing stored."""


class Source(Protocol):
    """`inline` sources answer inside the request, in the transaction that stores the item.

    A source whose requests carry whole files says by `largest_body` how many bytes the door takes of it instead of the usual.
    """

    inline: bool
    content_types: frozenset[str]

    def handshake(self, *, request: RawRequest, connection: ConnectionFacts) -> RawResponse:
        """The answer to a GET with which a provider proves the address; 405 when it has none."""

    def verify(self, *, request: RawRequest, connection: ConnectionFacts) -> bool:
        """Whether the request is the provider's, judged on the raw body in constant time."""

    def items(self, *, request: RawRequest, connection: ConnectionFacts) -> list[Item]:
        """The items of a verified request, in order. Raises Unreadable."""

    def acknowledge(self, *, answer: JsonObject | None) -> RawResponse:
        """What the provider wants to read after the commit; `answer` is the stored one of an inline item."""
