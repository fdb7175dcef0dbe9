"""What the door may rely on with every provider of the catalogue."""

import json

import pytest
from django.utils.module_loading import import_string
from tests.contracts.cases import CASES, HEARING, INLINE, PERSON, TOLD

from baraza.config.catalogue import CHANNEL_PROVIDERS
from baraza.core.ingress.contract import Item, RawRequest, Unreadable
from baraza.messaging.contract import Notice, Received, Screen, SendError, SessionEvent

EVERY = sorted(CASES)


def items(name: str, raw: RawRequest) -> list[Item]:
    return CASES[name].provider.items(request=raw, connection=CASES[name].connection)


# Nothing comes in by these, and what they send has words of its own: tests/channels/webpush tells of them.
# Of calls nobody writes anything: tests/channels/voice tells what comes in.
ONE_WAY = {"webpush.browsers", "voice.retell"}


def test_every_provider_of_the_catalogue_has_its_case() -> None:
    assert {name: type(case.provider) for name, case in CASES.items()} == {
        name: import_string(path) for name, path in CHANNEL_PROVIDERS.items() if name not in ONE_WAY
    }


@pytest.mark.parametrize("name", EVERY)
def test_a_provider_says_what_it_is(name: str) -> None:
    provider = CASES[name].provider
    assert provider.channel == name.partition(".")[0]
    assert provider.limits.text > 0
    assert all("/" in content_type for content_type in provider.content_types)
    labels = [field.name for field in provider.fields]
    assert len(set(labels)) == len(labels) > 0
    assert all(field.label for field in provider.fields)


@pytest.mark.parametrize("name", TOLD)
def test_a_genuine_request_is_verified(name: str) -> None:
    case = CASES[name]
    for raw in (case.message, case.next, case.batch, case.strange, case.silent):
        assert case.provider.verify(request=raw, connection=case.connection) is True


@pytest.mark.parametrize("name", EVERY)
def test_a_forged_request_is_not(name: str) -> None:
    case = CASES[name]
    assert [case.provider.verify(request=raw, connection=connection) for raw, connection in case.forged] == [
        False
    ] * len(case.forged)


@pytest.mark.parametrize("name", EVERY)
def test_a_get_without_the_right_words_is_answered_with_nothing(name: str) -> None:
    raw = RawRequest(method="GET", path="/", query={}, headers={}, body=b"", remote_address="203.0.113.9")
    answer = CASES[name].provider.handshake(request=raw, connection=CASES[name].connection)
    assert answer.status in {403, 405}
    assert answer.body == b""


@pytest.mark.parametrize("name", TOLD)
def test_a_repetition_has_the_same_ids_and_another_message_has_others(name: str) -> None:
    case = CASES[name]
    first, again = items(name, case.message), items(name, case.message)
    assert first == again
    other = items(name, case.next)
    assert {item.item_id for item in first}.isdisjoint(item.item_id for item in other)
    assert {item.sender for item in first} == {item.sender for item in other}


@pytest.mark.parametrize("name", TOLD)
def test_a_batch_becomes_as_many_items_and_each_means_one_thing(name: str) -> None:
    case = CASES[name]
    found = items(name, case.batch)
    assert len({item.item_id for item in found}) == len(found) == case.batch_size
    for item in found:
        assert len(case.provider.parse(item=item, connection=case.connection, previous=None)) == 1


@pytest.mark.parametrize("name", TOLD)
def test_items_fit_the_tables_and_survive_them(name: str) -> None:
    case = CASES[name]
    for raw in (case.message, case.batch, case.strange, case.silent):
        for item in items(name, raw):
            assert 0 < len(item.item_id) <= 300
            assert len(item.kind) <= 40
            assert len(item.sender) <= 160
            stored = json.loads(json.dumps(item.payload))
            assert stored == item.payload
            restored = Item(item_id=item.item_id, kind=item.kind, sender=item.sender, payload=stored)
            parse = case.provider.parse
            assert parse(item=restored, connection=case.connection, previous=None) == parse(
                item=item, connection=case.connection, previous=None
            )


@pytest.mark.parametrize("name", HEARING)
def test_a_message_names_its_person_in_full(name: str) -> None:
    case = CASES[name]
    (item,) = items(name, case.message)
    (found,) = case.provider.parse(item=item, connection=case.connection, previous=None)
    assert isinstance(found, Received)
    assert item.sender == found.sender.phone
    assert found.external_id == item.item_id


@pytest.mark.parametrize("name", TOLD)
def test_a_kind_of_tomorrow_is_kept_and_acknowledged(name: str) -> None:
    case = CASES[name]
    (item,) = items(name, case.strange)
    (found,) = case.provider.parse(item=item, connection=case.connection, previous=None)
    assert isinstance(found, Notice) or (isinstance(found, Received) and found.session is SessionEvent.TIMEOUT)
    assert case.provider.acknowledge(answer=None).status == 200


@pytest.mark.parametrize("name", EVERY)
def test_what_the_provider_does_not_send_is_unreadable(name: str) -> None:
    for raw in CASES[name].unreadable:
        with pytest.raises(Unreadable) as caught:
            items(name, raw)
        assert PERSON not in str(caught.value)


@pytest.mark.parametrize("name", TOLD)
def test_an_event_without_a_screen_is_acknowledged(name: str) -> None:
    case = CASES[name]
    assert len(items(name, case.silent)) == 1
    assert case.provider.acknowledge(answer=None).status == 200


@pytest.mark.parametrize("name", INLINE)
def test_an_inline_answer_survives_its_storage(name: str) -> None:
    provider = CASES[name].provider
    stored = json.loads(json.dumps(provider.answer_of(screen=Screen(text="1. Water\n2. Roads"))))
    first, again = provider.acknowledge(answer=stored), provider.acknowledge(answer=stored)
    assert first == again
    assert first.status == 200
    assert b"1. Water" in first.body
    ended = provider.acknowledge(answer=provider.answer_of(screen=Screen(text="1. Water\n2. Roads", end=True)))
    assert ended.body != first.body


@pytest.mark.parametrize("name", INLINE)
@pytest.mark.parametrize("answer", [{"failed": True}, {}, {"text": None}, {"text": "x" * 157}])
def test_a_turn_that_failed_ends_politely(name: str, answer: dict[str, object]) -> None:
    provider = CASES[name].provider
    response = provider.acknowledge(answer=answer)
    assert response.status == 200
    assert b"Sorry, please dial again." in response.body
    assert response == provider.acknowledge(answer={"failed": True})


@pytest.mark.parametrize("name", sorted(set(EVERY) - set(INLINE)))
def test_a_provider_that_is_not_inline_has_no_screens(name: str) -> None:
    with pytest.raises(SendError):
        CASES[name].provider.answer_of(screen=Screen(text="Hello"))
