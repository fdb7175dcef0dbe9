"""Who hears of what, what a page that comes back is told, and what becomes of one that does not read."""

import psycopg
import pytest

from baraza.capabilities.live import admitting, listening
from baraza.capabilities.live.events import CHANNEL, Event
from baraza.capabilities.live.hub import MOST_WAITING, REMEMBERED, Hub, Sign, Stream
from baraza.core.identity.actor import Actor, Impersonator

CLERK = Actor(kind="member", id=7, role="agent")
NOBODY = Actor(kind="member", id=8, role="", permissions=frozenset())


def event(number: int, **values: object) -> Event:
    known: dict[str, object] = {"organisation_id": 1, "sequence": number, "kind": "complaints.opened", "subject": "A"}
    return Event(**{**known, **values})  # type: ignore[arg-type]


def joined(hub: Hub, *, actor: Actor = CLERK, organisation_id: int = 1) -> Stream:
    stream = Stream(organisation_id=organisation_id, actor=actor)
    hub.join(stream)
    return stream


@pytest.mark.parametrize(
    ("actor", "organisation_id", "facts", "heard"),
    [
        (CLERK, 1, {}, [2]),
        (CLERK, 2, {}, []),
        (NOBODY, 1, {}, []),
        (CLERK, 1, {"member": 7}, [2]),
        (CLERK, 1, {"member": 8}, []),
        (NOBODY, 1, {"member": 8}, [2]),
        (NOBODY, 2, {"member": 8}, []),
    ],
)
async def test_a_page_hears_what_its_member_may_know_at_once_and_when_it_comes_back(
    actor: Actor, organisation_id: int, facts: dict[str, int], heard: list[int]
) -> None:
    hub = Hub()
    hub.listening = True
    hub.deliver(event(1))
    stream = joined(hub, actor=actor, organisation_id=organisation_id)

    hub.deliver(event(2, facts=facts))

    missed = hub.since(sequence=1, actor=actor, organisation_id=organisation_id)
    assert missed is not None
    assert [one.sequence for one in missed] == heard
    assert stream._waiting.qsize() == len(heard)


async def test_a_kind_that_nobody_declared_is_heard_by_nobody() -> None:
    hub = Hub()
    stream = joined(hub)

    hub.deliver(event(1, kind="libraries.opened"))

    assert stream._waiting.empty()


async def test_events_come_in_the_order_of_their_commits_whatever_their_numbers() -> None:
    hub = Hub()
    hub.listening = True
    for number in (5, 4, 6):
        hub.deliver(event(number))

    missed = hub.since(sequence=5, actor=CLERK, organisation_id=1)

    assert missed is not None
    assert [one.sequence for one in missed] == [4, 6]


async def test_a_page_made_before_the_first_event_misses_nothing_unless_another_process_made_it() -> None:
    here, elsewhere = Hub(), Hub()
    here.begin()
    elsewhere.begin()
    before_the_first = here.newest()
    for number in (1, 2):
        here.deliver(event(number))
        elsewhere.deliver(event(number))

    missed = here.since(sequence=before_the_first, actor=CLERK, organisation_id=1)

    assert missed is not None
    assert [one.sequence for one in missed] == [1, 2]
    assert elsewhere.since(sequence=before_the_first, actor=CLERK, organisation_id=1) is None
    assert before_the_first < 2**53

    here.interrupted()

    assert here.since(sequence=before_the_first, actor=CLERK, organisation_id=1) is None
    assert here.since(sequence=here.newest(), actor=CLERK, organisation_id=1) == []


async def test_what_is_no_longer_remembered_leads_to_a_look_at_everything() -> None:
    hub = Hub()
    hub.listening = True
    for number in range(1, REMEMBERED + 2):
        hub.deliver(event(number))

    assert hub.since(sequence=1, actor=CLERK, organisation_id=1) is None
    assert hub.since(sequence=2, actor=CLERK, organisation_id=1) is not None
    assert hub.since(sequence=99_999, actor=CLERK, organisation_id=1) is None


async def test_a_page_that_does_not_read_is_sent_away_with_a_word_and_holds_no_memory() -> None:
    hub = Hub()
    slow, quick = joined(hub), joined(hub)
    for number in range(MOST_WAITING + 1):
        hub.deliver(event(number))
        await quick.next()

    assert [await slow.next(), await slow.next()] == [Sign.REFRESH, Sign.END]
    assert quick._waiting.empty()


async def test_a_lost_connection_makes_every_page_look_anew_and_forgets_what_may_have_gaps() -> None:
    hub = Hub()
    hub.listening = True
    hub.deliver(event(1))
    stream = joined(hub)

    hub.interrupted()

    assert await stream.next() is Sign.REFRESH
    assert hub.since(sequence=1, actor=CLERK, organisation_id=1) is None


async def test_streams_end_when_the_process_stops_also_those_that_come_too_late() -> None:
    hub = Hub()
    early = joined(hub)

    hub.close()

    late = joined(hub)
    assert (await early.next(), await late.next()) == (Sign.END, Sign.END)


@pytest.mark.parametrize(
    ("actor", "organisation_id", "signs"),
    [
        (CLERK, 1, [Sign.CHECK]),
        (CLERK, 2, []),
        (NOBODY, 1, []),
        # Support in somebody's place, and somebody whose place support has taken.
        (Actor(kind="member", id=8, role="agent", impersonator=Impersonator(id=7, name="Support")), 1, [Sign.CHECK]),
        (Actor(kind="member", id=7, role="agent", impersonator=Impersonator(id=9, name="Support")), 1, [Sign.CHECK]),
    ],
)
async def test_whose_access_changed_is_asked_again_and_nobody_else(
    actor: Actor, organisation_id: int, signs: list[Sign]
) -> None:
    hub = Hub()
    stream = joined(hub, actor=actor, organisation_id=organisation_id)

    hub.check(organisation_id=1, user_id=7)

    assert [await stream.next() for _ in range(stream._waiting.qsize())] == signs


async def test_that_access_changed_is_told_to_no_page(monkeypatch: pytest.MonkeyPatch) -> None:
    hub = Hub()
    monkeypatch.setattr(admitting, "HUB", hub)
    hub.observe(admitting.hear)
    clerk, other = joined(hub), joined(hub, actor=NOBODY)

    hub.deliver(event(1, kind=admitting.KIND, subject="7"))

    assert [await clerk.next()] == [Sign.CHECK]
    assert (clerk._waiting.qsize(), other._waiting.qsize(), hub.newest()) == (0, 0, 0)


def test_an_event_that_cannot_be_read_here_makes_nobody_deaf(caplog: pytest.LogCaptureFixture) -> None:
    hub = Hub()
    hub.observe(admitting.hear)
    stream = joined(hub)
    told = '{"organisation": 1, "sequence": %d, "kind": "%s", "subject": "A", "facts": {}}'

    for number, kind in ((1, admitting.KIND), (2, "complaints.opened")):
        listening._pass_on(psycopg.Notify(CHANNEL, told % (number, kind), 1), hub)

    assert "An event was not passed on" in caplog.text
    assert stream._waiting.qsize() == 1
