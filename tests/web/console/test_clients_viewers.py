"""A client's own viewer sees its calls, boards and closed statements, and nothing else of the organisation."""

import uuid
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from tests.channels.voice.retell import an_analyzed_call
from tests.factories.bills import RATE, noon
from tests.factories.calls import a_voice_connection, an_agent, tells
from tests.factories.core import make_member
from tests.web.console.conftest import City, browser_of

from baraza.capabilities.exports.actions import ask_export
from baraza.capabilities.exports.kinds import kind_named
from baraza.capabilities.exports.making import make
from baraza.capabilities.exports.queries import possible_recipients
from baraza.capabilities.live.events import Event
from baraza.capabilities.live.hub import may_hear
from baraza.core.audit.models import AuditEntry
from baraza.core.identity.actor import Actor, NotAllowed
from baraza.core.identity.models import Membership
from baraza.core.identity.permissions import permissions_of
from baraza.core.organisations.models import Organisation
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib import clock
from baraza.services.call_analytics.actions.billing import close_month, save_rules
from baraza.services.call_analytics.actions.work import tag
from baraza.services.call_analytics.actions.working_out import work_out
from baraza.services.call_analytics.models import Alert, Call, Recording
from baraza.services.call_analytics.queries.alerts import list_alerts
from baraza.services.call_analytics.queries.boards import board, today_here
from baraza.services.call_analytics.queries.filters import CallFilter
from baraza.services.call_analytics.queries.lists import list_calls
from baraza.services.call_analytics.queries.narrowing import tags_in_use
from baraza.services.call_analytics.queries.sounds import RecordingUnknown, open_recording
from baraza.services.call_analytics.rules.boards import days_until

OURS, THEIRS = "Karoo Dental", "Highveld Energy"
LIST = "/console/calls/"


@pytest.fixture
def agency(city: City) -> City:
    """Two calls of one client, three of the other, all of last month."""
    account = a_voice_connection(organisation_id=city.profile.id)
    for agent, client, calls in (("agent_ours", OURS, 2), ("agent_theirs", THEIRS, 3)):
        an_agent(connection=account, external_id=agent, name=f"Desk of {client}", client=client)
        for number in range(calls):
            tells(account, "call_analyzed", an_analyzed_call(f"{agent}_{number}", agent_id=agent))
    with organisation_scope(organisation_id=city.profile.id):
        Organisation.objects.filter(pk=city.profile.id).update(services=["complaints", "call_analytics"])
        then = noon(*month_before(city).timetuple()[:2], 25)
        Call.objects.update(at=then)
        for call in Call.objects.filter(agent__client__in=[OURS, THEIRS]):
            tag(actor=city.admin, call_id=call.pk, name=f"of {call.agent.client}" if call.agent else "")
    return city


@pytest.fixture
def viewer(agency: City) -> Actor:
    return make_member(organisation_id=agency.profile.id, role="org_viewer", clients=[OURS])


def of(agency: City, client: str) -> list[int]:
    with organisation_scope(organisation_id=agency.profile.id):
        return list(Call.objects.filter(agent__client=client).order_by("pk").values_list("pk", flat=True))


def month_before(agency: City) -> date:
    with organisation_scope(organisation_id=agency.profile.id):
        return (today_here().replace(day=1) - timedelta(days=3)).replace(day=1)


def test_every_permission_is_refused_that_does_not_say_that_it_is_for_clients(viewer: Actor) -> None:
    assert permissions_of(viewer) == {"calls.read", "calls.listen", "calls.export", "exports.use", "live.follow"}


def test_lists_boards_alerts_and_choices_are_of_its_own_calls(agency: City, viewer: Actor) -> None:
    with organisation_scope(organisation_id=agency.profile.id):
        everything = days_until(today_here(), number=90)
        for client in (OURS, THEIRS):
            agent = Call.objects.filter(agent__client=client)[0].agent
            Alert.objects.create(
                organisation_id=agency.profile.id, kind="silence", agent=agent, facts={"hours": 3}, began_at=clock.now()
            )
        asked = [
            CallFilter(),
            CallFilter(clients=(THEIRS, OURS)),
            CallFilter(clients=(THEIRS,)),
            CallFilter(tags=(f"of {THEIRS}".lower(), f"of {OURS}".lower())),
        ]
        found = [{row.client for row in list_calls(actor=viewer, wanted=one).rows} for one in asked]
        mine, theirs = board(actor=viewer, days=everything), board(actor=viewer, days=everything, client=THEIRS)
        alerts, tags = list_alerts(actor=viewer), tags_in_use(actor=viewer)
    assert found == [{OURS}, {OURS}, set(), {OURS}]
    assert (mine.total.calls, theirs.total.calls, mine.total.costs, mine.margin) == (2, 0, None, None)
    assert ([one.agent_name for one in alerts], tags) == ([f"Desk of {OURS}"], [f"of {OURS}".lower()])


def test_pages_show_nothing_of_others_and_lead_to_the_calls(agency: City, viewer: Actor) -> None:
    browser, theirs = browser_of(viewer.id), of(agency, THEIRS)[0]
    pages = [browser.get(path) for path in (LIST, f"{LIST}boards/", f"{LIST}alerts/", f"{LIST}{of(agency, OURS)[0]}/", "/console/exports/", "/console/billing/own/")]  # fmt: skip
    assert [page.status_code for page in pages] == [200] * 6
    assert [THEIRS in page.content.decode() for page in pages] == [False] * 6
    refused = [browser.get(path).status_code for path in (f"{LIST}{theirs}/", f"{LIST}{theirs}/captions.vtt", f"{LIST}?client={THEIRS}", "/console/complaints/", "/console/billing/", "/console/members/")]  # fmt: skip
    assert refused == [404, 404, 422, 403, 403, 403]
    assert browser.get("/console/").url == LIST


def test_a_recording_of_anothers_call_is_none(agency: City, viewer: Actor) -> None:
    with organisation_scope(organisation_id=agency.profile.id):
        row = Recording.objects.create(organisation_id=agency.profile.id, call_id=of(agency, THEIRS)[0], kind="mixed", status="ready", file_id=uuid.uuid4())  # fmt: skip
        with pytest.raises(RecordingUnknown):
            open_recording(actor=viewer, recording_id=row.pk)


def test_files_hold_its_own_calls_whatever_was_asked_for_and_what_was_made_before_is_gone(
    agency: City, viewer: Actor
) -> None:
    browser = browser_of(viewer.id)
    with organisation_scope(organisation_id=agency.profile.id):
        narrowing = {"clients": [THEIRS, OURS]}
        early = ask_export(actor=replace(viewer, clients=frozenset()), kind="calls", format="csv", narrowing=narrowing)
        late = ask_export(actor=viewer, kind="calls", format="csv", narrowing=narrowing)
        # Among the newest thirty days, which are meant where none are named.
        Call.objects.update(at=clock.now())
        figures = ask_export(actor=viewer, kind="call_figures", format="csv", narrowing={})
        with pytest.raises(NotAllowed):
            ask_export(actor=viewer, kind="calls-cost", format="csv", narrowing={})
        assert viewer.id not in possible_recipients(kind=kind_named("calls"))
    for one in (late, figures):
        make(organisation_id=agency.profile.id, export_id=uuid.UUID(one))
        content = downloaded(browser, one)
        assert (f"Desk of {OURS}" in content, THEIRS in content) == (True, False)
    assert browser.get(f"/console/exports/{early}/file/").status_code == 404


def test_closed_statements_are_read_and_open_or_others_are_not(agency: City, viewer: Actor) -> None:
    browser, month = browser_of(viewer.id), month_before(agency)
    with organisation_scope(organisation_id=agency.profile.id):
        save_rules(actor=agency.admin, rules=[RATE], starts_on=month, seen_number=0)
        work_out()
    paper = f"/console/billing/own/{month:%Y-%m}/paper/?client="
    before = (len(browser.get("/console/billing/own/").context["rows"]), browser.get(paper + OURS).status_code)
    with organisation_scope(organisation_id=agency.profile.id):
        close_month(actor=agency.admin, month=month)
    (row,) = browser.get("/console/billing/own/").context["rows"]

    assert before == (0, 404)
    assert (row["row"].client, row["row"].calls) == (OURS, 2)
    assert [browser.get(paper + one).status_code for one in (OURS, THEIRS, "")] == [200, 404, 404]


def test_live_updates_reach_it_when_they_say_that_they_are_its_own(agency: City, viewer: Actor) -> None:
    facts: tuple[dict[str, str | int], ...] = ({"client": OURS}, {"client": THEIRS}, {}, {"member": viewer.id or 0})
    events = [
        Event(organisation_id=agency.profile.id, sequence=1, kind="calls.told", subject="", facts=one) for one in facts
    ]
    assert [may_hear(actor=viewer, organisation_id=agency.profile.id, event=one) for one in events] == [True, False, False, True]  # fmt: skip


def test_an_admin_narrows_a_viewer_and_no_other_role(agency: City, viewer: Actor) -> None:
    admin = browser_of(agency.admin.id)
    member = f"/console/members/{viewer.id}/"
    wrong = admin.post(f"{member}role/", {"role": "agent", "clients": [OURS]})
    right = admin.post(f"{member}role/", {"role": "org_viewer", "clients": [THEIRS, OURS]})
    unknown = admin.post(f"{member}role/", {"role": "org_viewer", "clients": ["Nobody"]})
    invited = admin.post(
        "/console/members/invite/", {"email": "new@karoo.example", "role": "org_viewer", "clients": [OURS]}
    )

    assert [one.status_code for one in (wrong, right, unknown, invited)] == [422, 302, 422, 302]
    with organisation_scope(organisation_id=agency.profile.id):
        row = Membership.objects.get(user_id=viewer.id)
        changed = AuditEntry.objects.filter(action="member.role_changed").latest("pk")
        assert (row.clients, changed.changes["clients"]) == ([THEIRS, OURS], [[OURS], [THEIRS, OURS]])
        with pytest.raises(IntegrityError), transaction.atomic():
            Membership.objects.filter(pk=row.pk).update(role="agent")
    assert "Highveld Energy, Karoo Dental" in admin.get(member).content.decode()


def downloaded(browser: Client, export: str) -> str:
    return b"".join(browser.get(f"/console/exports/{export}/file/").streaming_content).decode()
