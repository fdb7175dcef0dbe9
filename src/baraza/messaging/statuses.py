"""In which order the word on a message may change; it never goes back."""

from baraza.messaging.contract import DeliveryStatus

# "Failed" stands before "delivered": a provider may announce a failure after it accepted a message, and a person who
# has the message has it whatever was announced before. So the last word does not depend on the order of receipts.
_RANK = {
    DeliveryStatus.QUEUED: 0,
    DeliveryStatus.SENDING: 1,
    DeliveryStatus.UNCERTAIN: 2,
    DeliveryStatus.SENT: 3,
    DeliveryStatus.FAILED: 4,
    DeliveryStatus.DELIVERED: 5,
    DeliveryStatus.READ: 6,
    DeliveryStatus.CANCELLED: 7,
}
_OF_PROVIDERS = frozenset(
    {DeliveryStatus.SENT, DeliveryStatus.FAILED, DeliveryStatus.DELIVERED, DeliveryStatus.READ},
)


def advanced(current: DeliveryStatus, word: DeliveryStatus) -> DeliveryStatus:
    """What the status becomes when the provider says `word`."""
    if word not in _OF_PROVIDERS:
        return current
    return max(current, word, key=_RANK.__getitem__)
