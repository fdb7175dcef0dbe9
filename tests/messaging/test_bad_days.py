"""A sender that is killed in the middle of a call neither loses a message nor sends it twice."""

import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from tests.conftest import CommittedDatabase
from tests.factories.core import make_organisation
from tests.factories.messaging import ScriptedProvider, a_connection, a_contact, a_received, comes_in

from baraza.core.tenancy.scope import organisation_scope
from baraza.lib import clock
from baraza.messaging import outbox, queries
from baraza.messaging.contract import DeliveryStatus, Receipt, Text
from baraza.messaging.dispatch import dispatch
from baraza.messaging.models import OutboxEntry

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.badday
def test_a_worker_killed_during_a_call_leaves_the_message_uncertain_until_the_receipt_settles_it(
    committed_database: CommittedDatabase, chat: ScriptedProvider, tmp_path: Path
):
    # given two messages, and a worker that is killed while the provider has the first
    connection = a_connection(organisation_id=make_organisation().id)
    comes_in(connection, a_received())
    organisation_id, contact_id = connection.organisation_id, a_contact(organisation_id=connection.organisation_id)
    with organisation_scope(organisation_id=organisation_id):
        for key in ("first", "second"):
            outbox.post(contact_id=contact_id, connection_id=connection.id, content=Text(body=key), key=key)
    called = tmp_path / "called"
    worker = subprocess.Popen(
        [sys.executable, "-m", "tests.messaging.interrupted", str(organisation_id), str(contact_id), str(called)],
        cwd=ROOT,
        env={**committed_database.environment, "DJANGO_SETTINGS_MODULE": "baraza.config.settings.test"},
    )
    try:
        while not called.exists() and worker.poll() is None:
            time.sleep(0.05)
        assert called.exists()
    finally:
        worker.kill()
        worker.wait()
    # when the lease has run out and another worker comes
    with organisation_scope(organisation_id=organisation_id):
        OutboxEntry.objects.filter(key="first").update(lease_until=clock.now() - timedelta(seconds=1))
    dispatch(organisation_id=organisation_id, contact_id=contact_id)
    # then
    assert [outgoing.key for outgoing in chat.sent] == ["second"]
    with organisation_scope(organisation_id=organisation_id):
        assert [(problem.text, problem.status) for problem in queries.outbox_problems()] == [("first", "uncertain")]
    # and when the provider's receipt for it arrives after all
    receipt = Receipt(external_id="wamid.9", status=DeliveryStatus.DELIVERED, occurred_at=clock.now(), key="first")
    comes_in(connection, receipt)
    # then
    with organisation_scope(organisation_id=organisation_id):
        assert queries.outbox_problems() == []
        assert OutboxEntry.objects.get(key="first").status == "delivered"
