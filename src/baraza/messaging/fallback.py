"""What becomes of a message that its connection cannot deliver: another way to the person, or a failure that is seen."""

from baraza.lib import clock
from baraza.messaging import content as contents
from baraza.messaging import waiting
from baraza.messaging.contract import Content, DeliveryStatus, Letter, Text
from baraza.messaging.metrics import FALLBACKS
from baraza.messaging.models import OutboxEntry
from baraza.messaging.outbox import BESIDE, request_dispatch
from baraza.messaging.reaching import Route, routes

_DETAIL_LENGTH = 500
_CODE_LENGTH = 40


def finish(entry: OutboxEntry, *, status: DeliveryStatus, code: str = "", detail: str = "") -> None:
    """The end of our efforts with this entry; a receipt may still advance it."""
    entry.status = status
    entry.error_code, entry.error_detail = code[:_CODE_LENGTH], detail[:_DETAIL_LENGTH]
    entry.lease_until, entry.settled_at = None, clock.now()
    entry.save(update_fields=["status", "error_code", "error_detail", "lease_until", "settled_at", "external_id"])


def fall_back(entry: OutboxEntry, *, code: str, detail: str, unclear: bool = False) -> None:
    """The entry has failed, or nobody can say. The person's next connection gets a new one; on a session channel the
    text waits.
    """
    finish(entry, status=DeliveryStatus.UNCERTAIN if unclear else DeliveryStatus.FAILED, code=code, detail=detail)
    FALLBACKS.labels(code[:_CODE_LENGTH]).inc()
    if entry.to or entry.key.endswith(BESIDE):
        # It is about this address: a code shows nothing when it comes another way.
        return
    chain = _chain(entry)
    tried = {link.connection_id for link in chain}
    told_on_devices = OutboxEntry.objects.filter(
        organisation_id=entry.organisation_id, key=f"{chain[-1].key}{BESIDE}"
    ).exists()
    ways = [
        way
        for way in routes(contact_id=entry.contact_id)
        if way.connection.id not in tried and not (way.on_device and told_on_devices)
    ]
    for way in ways:
        content = _content_for(way, chain[-1])
        if content is not None:
            _post_again(chain, way, content)
            return
    if any(way.session for way in ways):
        text = contents.plain_text(contents.from_json(chain[-1].content))
        waiting.leave(contact_id=entry.contact_id, text=text, key=chain[-1].key)


def _chain(entry: OutboxEntry) -> list[OutboxEntry]:
    """The entry and those it stands in for, the original last."""
    chain = [entry]
    while (before := chain[-1].fallback_of) is not None:
        chain.append(before)
    return chain


def _content_for(way: Route, original: OutboxEntry) -> Content | None:
    """The message as this connection can show it whole; None when it cannot."""
    if way.session or way.unreachable:
        return None
    if not way.window_open:
        return None if original.template is None else contents.from_json(original.template)
    content = contents.from_json(original.content)
    if isinstance(content, Letter) and way.provider.limits.letters:
        return content
    text = Text(body=contents.plain_text(content))
    return text if 0 < len(text.body) <= way.provider.limits.text else None


def _post_again(chain: list[OutboxEntry], way: Route, content: Content) -> None:
    """Once: an entry that staff had sent again and that failed again has its stand-in already."""
    entry, original = chain[0], chain[-1]
    _, created = OutboxEntry.objects.get_or_create(
        organisation_id=entry.organisation_id,
        key=f"{original.key}:fallback:{len(chain)}",
        defaults={
            "contact_id": entry.contact_id,
            "connection_id": way.connection.id,
            "message_id": entry.message_id,
            "content": contents.to_json(content),
            "template": original.template,
            "next_attempt_at": clock.now(),
            "fallback_of": entry,
            "correlation_id": entry.correlation_id,
        },
    )
    if created:
        request_dispatch(contact_id=entry.contact_id)
