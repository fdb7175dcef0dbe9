"""Admins are told by letter when another system is told no more: once each, only while it is so and they may see it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from tests.capabilities.webhooks.conftest import Partner
from tests.factories.core import make_member

from baraza.capabilities.webhooks import jobs, stopping
from baraza.capabilities.webhooks.actions import set_active
from baraza.capabilities.webhooks.models import Endpoint
from baraza.core.identity.actor import SYSTEM
from baraza.core.jobs.registry import RetryLater
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib.clock import now


@pytest.fixture
def asked(partner: Partner, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, object]]:
    """The letters that were asked for when the endpoint was stopped; there are an admin and an agent."""
    found: list[dict[str, object]] = []
    monkeypatch.setattr(
        stopping,
        "enqueue",
        lambda *, organisation_id, arguments, **_: found.append({**arguments, "organisation_id": organisation_id}),
    )
    make_member(organisation_id=partner.organisation_id, role="org_admin", name="Thabo", email="thabo@example.org")
    make_member(organisation_id=partner.organisation_id, role="agent")
    with organisation_scope(organisation_id=partner.organisation_id):
        Endpoint.objects.update(name="CRM\r\nof Karoo", failing_since=now() - timedelta(hours=21))
        stopping.stop(endpoint=partner.endpoint(), because="failing")
    return found


def test_each_admin_gets_one_letter_with_the_way_to_the_page(partner: Partner, asked: list[dict[str, object]]) -> None:
    (letter,) = asked
    jobs.send_stopped_letter(**letter)  # type: ignore[arg-type]

    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (["thabo@example.org"], "CRM of Karoo is not told any more")
    assert "It has taken nothing since" in sent.body
    assert f"/console/webhooks/{partner.endpoint_id}/" in sent.body
    assert sent.extra_headers["Message-ID"].startswith(f"<webhook-stopped-{partner.endpoint_id}-")
    assert "whsec_" not in sent.body


def test_nothing_is_sent_once_it_was_started_again_or_to_who_left(
    partner: Partner, asked: list[dict[str, object]]
) -> None:
    jobs.send_stopped_letter(**{**asked[0], "user_id": 10**9})  # type: ignore[arg-type]
    with organisation_scope(organisation_id=partner.organisation_id):
        set_active(actor=SYSTEM, endpoint_id=partner.endpoint_id, active=True)
    jobs.send_stopped_letter(**asked[0])  # type: ignore[arg-type]

    assert mail.outbox == []


@pytest.mark.parametrize(
    ("hours", "raised"),
    [(0, RetryLater), (5, RetryLater), (37, ConnectionRefusedError)],
    ids=["soon", "rarely", "never"],
)
def test_a_mail_server_that_is_away_is_asked_again_for_a_day_and_a_half(
    asked: list[dict[str, object]], monkeypatch: pytest.MonkeyPatch, hours: int, raised: type[Exception]
) -> None:
    def refuse(*_: object) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    letter = {**asked[0], "stopped_at": (now() - timedelta(hours=hours)).isoformat()}
    with pytest.raises(raised):
        jobs.send_stopped_letter(**letter)  # type: ignore[arg-type]
