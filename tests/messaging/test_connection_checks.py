"""A test is asked for by an admin, done by a job outside of any transaction, and kept; health is read from what happened."""

import pytest
from tests.factories.core import make_member, make_organisation
from tests.factories.messaging import ScriptedProvider

from baraza.core.audit.models import AuditEntry
from baraza.core.identity.actor import SYSTEM, NotAllowed
from baraza.core.ingress.checks import begin_check, keep_check, list_checks
from baraza.core.ingress.connections import (
    ConnectionUnknown,
    close_connection,
    connection_facts,
    get_connection,
    list_connections,
    open_connection,
    secrets_set,
    set_connection_active,
)
from baraza.core.ingress.models import Connection
from baraza.core.tenancy.scope import organisation_scope
from baraza.messaging import registry
from baraza.messaging.check_report import CheckLine, CheckState, ProviderTemplate
from baraza.messaging.checking import ask_check, check_now
from baraza.messaging.contract import CheckReport
from baraza.messaging.health import list_health

pytestmark = pytest.mark.django_db
URL = "https://desk.example/in/chat/x/"


@pytest.fixture
def city() -> int:
    return make_organisation().id


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> ScriptedProvider:
    made = ScriptedProvider()
    monkeypatch.setitem(registry._providers, "chat.scripted", made)
    return made


def connect(city: int) -> int:
    return open_connection(
        organisation_id=city, source="chat.scripted", name="Chat", secrets={"token": "hush"}, options={}
    ).id


def run(city: int, connection_id: int) -> None:
    with organisation_scope(organisation_id=city):
        key = begin_check(connection_id=connection_id)
    check_now(organisation_id=city, connection_id=connection_id, key=key, webhook_url=URL)


def test_what_the_adapter_says_is_kept_for_the_page(city: int, provider: ScriptedProvider) -> None:
    connection_id = connect(city)
    line = CheckLine(
        code="token", state=CheckState.WRONG, says="No %(thing)s", fix="Mend it", parameters={"thing": "x"}
    )
    provider.report = CheckReport(lines=(line,), templates=(ProviderTemplate(name="a", language="en", status="ok"),))

    run(city, connection_id)

    with organisation_scope(organisation_id=city):
        kept = list_checks()[connection_id]
    assert kept.finished_at is not None
    assert kept.lines == [
        {"code": "token", "state": "wrong", "says": "No %(thing)s", "fix": "Mend it", "parameters": {"thing": "x"}}
    ]
    assert kept.templates == [{"name": "a", "language": "en", "status": "ok", "category": ""}]


def test_an_adapter_that_breaks_is_said_and_logged(
    city: int, provider: ScriptedProvider, caplog: pytest.LogCaptureFixture
) -> None:
    connection_id = connect(city)
    provider.report = RuntimeError("hush, a secret")

    run(city, connection_id)

    with organisation_scope(organisation_id=city):
        (line,) = list_checks()[connection_id].lines
    assert (line["code"], line["state"]) == ("broken", "wrong")
    assert "hush" not in repr(line)
    assert "broke off" in caplog.text


def test_the_result_of_an_older_test_comes_too_late(city: int, provider: ScriptedProvider) -> None:
    connection_id = connect(city)
    with organisation_scope(organisation_id=city):
        first, second = begin_check(connection_id=connection_id), begin_check(connection_id=connection_id)

        assert not keep_check(connection_id=connection_id, key=first, lines=[], templates=[])
        assert keep_check(connection_id=connection_id, key=second, lines=[], templates=[])


def test_asking_is_for_admins_and_on_the_trail(city: int, provider: ScriptedProvider) -> None:
    connection_id = connect(city)
    admin, clerk = (make_member(organisation_id=city, role=role) for role in ("org_admin", "agent"))
    with organisation_scope(organisation_id=city):
        with pytest.raises(NotAllowed):
            ask_check(actor=clerk, connection_id=connection_id, webhook_url=URL)
        ask_check(actor=admin, connection_id=connection_id, webhook_url=URL)

        assert AuditEntry.objects.filter(action="connection.tested", actor_id=admin.id).count() == 1
        assert list_checks()[connection_id].finished_at is None


def test_a_connection_of_another_organisation_is_not_tested(city: int, provider: ScriptedProvider) -> None:
    foreign = connect(make_organisation().id)
    with organisation_scope(organisation_id=city), pytest.raises(ConnectionUnknown):
        ask_check(actor=SYSTEM, connection_id=foreign, webhook_url=URL)


def test_a_closed_connection_forgets_its_secrets_and_takes_no_change(city: int, provider: ScriptedProvider) -> None:
    connection_id = connect(city)
    with organisation_scope(organisation_id=city):
        path = get_connection(connection_id=connection_id).path
        close_connection(connection_id=connection_id, actor=SYSTEM)
        found = get_connection(connection_id=connection_id)

        assert (found.active, found.path == path) == (False, False)
        assert secrets_set(connection_id=connection_id) == frozenset()
        assert list_connections() == []
        assert connection_facts(connection_id=connection_id).secrets == {}
        with pytest.raises(ConnectionUnknown):
            set_connection_active(connection_id=connection_id, active=True, actor=SYSTEM)


def test_secrets_are_sealed_differently_each_time_and_never_stand_in_the_table(city: int) -> None:
    other, sealed = make_organisation().id, []
    for organisation_id in (city, other):
        connection_id = connect(organisation_id)
        with organisation_scope(organisation_id=organisation_id):
            sealed.append(bytes(Connection.objects.get(pk=connection_id).secrets_sealed))

    assert sealed[0] != sealed[1]
    assert not any(b"hush" in one for one in sealed)


def test_health_names_what_a_new_connection_lacks(city: int, provider: ScriptedProvider) -> None:
    connect(city)
    with organisation_scope(organisation_id=city):
        (health,) = list_health()

    assert (health.title, health.channel, health.waiting, health.failed_lately) == ("Chat", "chat", 0, 0)
    assert (health.last_event_at, health.last_sent_at, health.trouble, health.check) == (None, None, None, None)
    assert not health.resting


def test_a_provider_that_left_the_catalogue_is_shown_by_its_name(city: int) -> None:
    open_connection(organisation_id=city, source="fax.old", name="Fax", secrets={}, options={})
    with organisation_scope(organisation_id=city):
        (health,) = list_health()

    assert (health.title, health.channel) == ("fax.old", "fax")
