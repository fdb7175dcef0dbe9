"""The word on a message never goes back, in whatever order providers speak."""

from hypothesis import given
from hypothesis import strategies as st

from baraza.messaging.contract import DeliveryStatus as S
from baraza.messaging.statuses import advanced

ORDER = [S.QUEUED, S.SENDING, S.UNCERTAIN, S.SENT, S.FAILED, S.DELIVERED, S.READ]
words = st.lists(st.sampled_from([S.SENT, S.DELIVERED, S.READ, S.FAILED]), max_size=8)


def told(start: S, receipts: list[S]) -> S:
    for word in receipts:
        start = advanced(start, word)
    return start


@given(start=st.sampled_from(ORDER), receipts=words, data=st.data())
def test_the_last_word_does_not_depend_on_the_order_of_receipts(start: S, receipts: list[S], data: st.DataObject):
    shuffled = data.draw(st.permutations(receipts))
    assert told(start, receipts) is told(start, shuffled)


@given(start=st.sampled_from(ORDER), receipts=words)
def test_a_status_never_goes_back(start: S, receipts: list[S]):
    seen = [told(start, receipts[:length]) for length in range(len(receipts) + 1)]
    ranks = [ORDER.index(status) for status in seen]
    assert ranks == sorted(ranks)


@given(receipts=words)
def test_a_repeated_receipt_changes_nothing(receipts: list[S]):
    assert told(S.SENT, receipts) is told(S.SENT, receipts + receipts)


def test_failure_only_comes_before_delivery():
    assert advanced(S.SENT, S.FAILED) is S.FAILED
    assert advanced(S.DELIVERED, S.FAILED) is S.DELIVERED
    assert advanced(S.READ, S.FAILED) is S.READ


def test_what_is_cancelled_stays_cancelled():
    assert advanced(S.CANCELLED, S.DELIVERED) is S.CANCELLED


def test_providers_cannot_put_a_message_back_into_our_own_states():
    assert [advanced(S.SENT, word) for word in (S.QUEUED, S.SENDING, S.UNCERTAIN, S.CANCELLED)] == [S.SENT] * 4
