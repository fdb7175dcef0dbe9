"""What the contract's tests need to know of a provider."""

from dataclasses import dataclass

from baraza.core.ingress.contract import ConnectionFacts, RawRequest
from baraza.messaging.contract import ChannelProvider, Content


@dataclass(frozen=True, kw_only=True)
class Case:
    """`message` is one person's message; `again` the same, posted a second time; `next` another one of theirs.

    `batch` holds `batch_size` items. `strange` is genuine but of a kind of tomorrow. `silent` is an event that wants
    no screen. `pushes` says whether anything can be sent outside a request, `calls` whether reading receipts and
    files are asked of the provider, too. `hears` is False where people's messages do not come in, `told` where nothing
    comes in at all; what residents answer to letters has a table of its own (tests/channels/email). `by_http` says that it is pushed through an API, `wordless` that an empty answer of it is a yes.
    """

    provider: ChannelProvider
    connection: ConnectionFacts
    message: RawRequest
    next: RawRequest
    batch: RawRequest
    batch_size: int
    strange: RawRequest
    silent: RawRequest
    forged: tuple[tuple[RawRequest, ConnectionFacts], ...]
    unreadable: tuple[RawRequest, ...]
    oversize: Content
    pushes: bool
    calls: bool = False
    hears: bool = True
    told: bool = True
    by_http: bool = True
    wordless: bool = False
