"""What other systems receive, whatever happens to them: signed, once by its id, tried again, never inside our network."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import transaction
from standardwebhooks.webhooks import WebhookVerificationError
from tests.capabilities.webhooks.conftest import Partner, fails, sent
from tests.factories.core import make_member, make_organisation
from tests.fakes.scripted_server import Reply

from baraza.capabilities.live.models import MemberNotice
from baraza.capabilities.webhooks import sending
from baraza.capabilities.webhooks.actions import (
    rotate_secret,
    send_again,
    send_again_since,
    send_test,
    set_active,
)
from baraza.capabilities.webhooks.delivering import PAUSES, deliver, pause_after
from baraza.capabilities.webhooks.emitting import Happening, emit
from baraza.capabilities.webhooks.errors import EndpointUnknown
from baraza.capabilities.webhooks.jobs import deliver_now
from baraza.capabilities.webhooks.kinds import EventKindUnknown
from baraza.capabilities.webhooks.models import Delivery, Endpoint, Event
from baraza.capabilities.webhooks.sending import Outcome, Parcel
from baraza.core.identity.actor import SYSTEM, NotAllowed
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib.clock import now


def test_what_happened_arrives_signed_as_the_official_library_verifies_it(partner: Partner) -> None:
    partner.happens()
    sent(partner)

    assert partner.verified() == {
        "type": "call.ended",
        "timestamp": partner.verified()["timestamp"],  # type: ignore[index]
        "data": {"id": 7},
    }
    assert partner.server.seen[0].headers["webhook-id"] == f"msg_{partner.delivery().event_id.hex}"
    assert (partner.delivery().state, partner.tries()) == ("taken", [(200, "")])
    assert partner.endpoint().taken_at is not None


def test_what_is_changed_on_the_way_does_not_verify(partner: Partner) -> None:
    partner.happens()
    sent(partner)
    seen = partner.server.seen[0]
    partner.server.seen[0] = type(seen)(seen.method, seen.path, seen.headers, seen.body.replace(b"7", b"8"))

    with pytest.raises(WebhookVerificationError):
        partner.verified()


def test_the_same_event_is_told_once_and_a_settled_delivery_is_not_sent_by_a_second_worker(partner: Partner) -> None:
    assert (partner.happens(), partner.happens()) == (1, 0)
    sent(partner)
    sent(partner)
    assert len(partner.server.seen) == 1


def test_an_event_that_nobody_wants_is_not_kept_and_one_that_nobody_declared_is_refused(partner: Partner) -> None:
    assert partner.happens(kind="statement.closed") == 0
    with organisation_scope(organisation_id=partner.organisation_id):
        assert Event.objects.count() == 0
    with pytest.raises(EventKindUnknown):
        partner.happens(kind="call.misspelt")


def test_what_is_rolled_back_was_never_told(partner: Partner) -> None:
    with organisation_scope(organisation_id=partner.organisation_id), transaction.atomic():
        emit([Happening(kind="call.ended", key="call:9", data={}, at=now())])
        transaction.set_rollback(True)
    with organisation_scope(organisation_id=partner.organisation_id):
        assert (Event.objects.count(), Delivery.objects.count()) == (0, 0)


def test_both_secrets_verify_for_a_day_after_a_new_one_was_made(partner: Partner) -> None:
    with organisation_scope(organisation_id=partner.organisation_id):
        new = rotate_secret(actor=SYSTEM, endpoint_id=partner.endpoint_id).secret
    partner.happens()
    sent(partner)
    assert partner.verified(secret=new) == partner.verified(secret=partner.secrets[0])

    with organisation_scope(organisation_id=partner.organisation_id):
        Endpoint.objects.update(previous_until=now())
    partner.happens("call:2")
    sent(partner)
    assert partner.verified(secret=new)
    with pytest.raises(WebhookVerificationError):
        partner.verified(secret=partner.secrets[0])


def test_a_receiver_that_is_down_is_asked_again_for_a_day_with_the_same_id(partner: Partner) -> None:
    partner.server.answer = lambda _: Reply(reset=True)
    partner.happens()
    pauses = [fails(partner) for _ in PAUSES]
    sent(partner)

    assert all(0.9 * planned <= one <= 1.1 * planned for one, planned in zip(pauses, PAUSES, strict=True))
    assert 22 * 3600 < sum(PAUSES) < 25 * 3600
    assert partner.delivery().state == "failed"
    assert len({one.headers["webhook-id"] for one in partner.server.seen}) == 1
    assert partner.tries() == [(None, "no_answer")] * 8


def test_a_receiver_that_hangs_is_let_go(partner: Partner, short: None) -> None:
    partner.server.answer = lambda _: Reply(hang=True)
    partner.happens()
    fails(partner)
    assert partner.tries() == [(None, "no_answer")]


@pytest.mark.parametrize(
    ("status", "headers", "least"), [(500, {}, 4), (404, {}, 4), (429, {"Retry-After": "120"}, 120), (503, {"Retry-After": "999999"}, 3600)]
)  # fmt: skip
def test_every_answer_that_is_no_success_is_tried_again_when_the_receiver_likes(
    partner: Partner, status: int, headers: dict[str, str], least: float
) -> None:
    partner.answers(status, b"Not now", **headers)
    partner.happens()
    assert least <= fails(partner) <= max(least, 6)
    assert partner.delivery().last_status == status


def test_gone_stops_the_endpoint_and_its_admins_are_told(partner: Partner) -> None:
    admin = make_member(organisation_id=partner.organisation_id, role="org_admin")
    make_member(organisation_id=partner.organisation_id, role="agent")
    partner.answers(410)
    partner.happens()
    sent(partner)

    assert (partner.endpoint().state, partner.endpoint().stopped_because) == ("stopped", "gone")
    with organisation_scope(organisation_id=partner.organisation_id):
        assert list(MemberNotice.objects.values_list("user_id", "kind")) == [(admin.id, "webhooks.stopped")]


@pytest.mark.parametrize(("hours", "state"), [(19, "active"), (21, "stopped")])
def test_lasting_failure_stops_the_endpoint(partner: Partner, hours: int, state: str) -> None:
    partner.answers(500)
    partner.happens()
    with organisation_scope(organisation_id=partner.organisation_id):
        Delivery.objects.update(tries=len(PAUSES))
        Endpoint.objects.update(failing_since=now() - timedelta(hours=hours))
    sent(partner)
    assert (partner.delivery().state, partner.endpoint().state) == ("failed", state)


def test_an_answer_that_never_ends_is_not_read_to_its_end(partner: Partner) -> None:
    partner.answers(200, b"x" * 70_000)
    partner.happens()
    fails(partner)
    assert partner.tries() == [(None, "too_large")]


def test_the_log_keeps_how_an_answer_begins_and_nothing_that_cannot_be_kept(partner: Partner) -> None:
    partner.answers(200, b"\0\xff<b>" + b"y" * 1000)
    partner.happens()
    sent(partner)
    assert partner.delivery().state == "taken"


def test_what_happens_during_a_pause_is_held_and_can_be_sent_again(partner: Partner) -> None:
    with organisation_scope(organisation_id=partner.organisation_id):
        set_active(actor=SYSTEM, endpoint_id=partner.endpoint_id, active=False)
    began = now()
    partner.happens()
    sent(partner)
    assert (partner.delivery().state, partner.server.seen) == ("held", [])

    with organisation_scope(organisation_id=partner.organisation_id):
        set_active(actor=SYSTEM, endpoint_id=partner.endpoint_id, active=True)
        assert send_again_since(actor=SYSTEM, endpoint_id=partner.endpoint_id, since=began) == 1
    sent(partner)
    assert partner.delivery().state == "taken"


def test_what_waits_for_its_next_try_is_tried_at_once_and_else_goes_on_as_planned(partner: Partner) -> None:
    began = now()
    partner.server.answer = lambda _: Reply(status=500)
    partner.happens()
    fails(partner)
    planned = partner.delivery()
    here = {"organisation_id": partner.organisation_id}

    with organisation_scope(**here):
        assert send_again_since(actor=SYSTEM, endpoint_id=partner.endpoint_id, since=began) == 1
    deliver_now(**here, delivery_id=planned.pk)
    still = partner.delivery()
    assert (still.state, still.tries, still.next_at) == ("waiting", 1, planned.next_at)

    partner.server.answer = lambda _: Reply(status=204)
    with organisation_scope(**here):
        send_again(actor=SYSTEM, delivery_id=planned.pk)
    deliver_now(**here, delivery_id=planned.pk)
    sent(partner)
    assert (partner.delivery().state, partner.delivery().next_at) == ("taken", None)
    assert partner.tries() == [(500, ""), (500, ""), (204, "")]


@pytest.mark.parametrize("tries", [0, len(PAUSES)], ids=["first try", "last try"])
def test_a_try_that_fails_takes_nothing_back_from_one_that_was_quicker(
    partner: Partner, monkeypatch: pytest.MonkeyPatch, tries: int
) -> None:
    """Somebody has it tried at once while the planned try is still on its way, and that one hears a refusal."""
    partner.happens()
    here = {"organisation_id": partner.organisation_id, "delivery_id": partner.delivery().pk}
    with organisation_scope(organisation_id=partner.organisation_id):
        Delivery.objects.update(tries=tries)
    hurried = [True]

    def slow(_: Parcel) -> Outcome:
        if hurried:
            hurried.clear()
            deliver_now(**here)
            return Outcome(status=500, duration_ms=9000)
        return Outcome(status=204, duration_ms=5)

    monkeypatch.setattr("baraza.capabilities.webhooks.delivering.hand_over", slow)
    deliver(**here)

    assert (partner.delivery().state, partner.delivery().next_at) == ("taken", None)
    assert partner.tries() == [(204, ""), (500, "")]


def test_one_that_was_taken_is_sent_again_under_its_old_id(partner: Partner) -> None:
    partner.happens()
    sent(partner)
    with organisation_scope(organisation_id=partner.organisation_id):
        assert send_again(actor=SYSTEM, delivery_id=partner.delivery().pk) == partner.endpoint_id
    sent(partner)
    first, second = partner.server.seen
    assert first.headers["webhook-id"] == second.headers["webhook-id"]


def test_a_test_arrives_like_an_event(partner: Partner) -> None:
    with organisation_scope(organisation_id=partner.organisation_id):
        send_test(actor=SYSTEM, endpoint_id=partner.endpoint_id)
    sent(partner)
    assert partner.verified()["type"] == "webhook.test"  # type: ignore[index]


def test_only_admins_and_only_their_own(partner: Partner) -> None:
    agent = make_member(organisation_id=partner.organisation_id, role="agent")
    with pytest.raises(NotAllowed), organisation_scope(organisation_id=partner.organisation_id):
        send_test(actor=agent, endpoint_id=partner.endpoint_id)
    with pytest.raises(EndpointUnknown), organisation_scope(organisation_id=make_organisation().id):
        send_test(actor=SYSTEM, endpoint_id=partner.endpoint_id)


def test_pauses_end() -> None:
    assert pause_after(tries=len(PAUSES)) is not None
    assert pause_after(tries=len(PAUSES) + 1) is None


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A client that waits a tenth of a second, so that the test need not wait ten."""
    monkeypatch.setattr(sending, "TIMEOUT_SECONDS", 0.1)
    sending._client.cache_clear()
    yield
    sending._client.cache_clear()
