"""Every list asks the database as often with many rows as with few: no row asks for itself."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests.factories.access import make_api_key
from tests.factories.bills import Agency, a_finished_call, an_agency
from tests.factories.calls import an_agent
from tests.factories.complaints import make_contact
from tests.factories.core import make_connection, make_member
from tests.web.console.conftest import City, browser_of
from tests.web.console.test_few_statements import statements

from baraza.capabilities.exports.actions import ask_export
from baraza.capabilities.exports.models import Export
from baraza.capabilities.exports.scheduling import Plan, write_schedule
from baraza.capabilities.webhooks.models import Endpoint
from baraza.capabilities.webhooks.secrets import new_secret, sealed
from baraza.core.identity.actions.invitations import invite
from baraza.core.identity.actions.roles import make_role
from baraza.core.identity.actions.teams import make_team
from baraza.core.identity.actor import SYSTEM, resident
from baraza.core.ingress.connections import connection_facts
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib.clock import now
from baraza.services.complaints.actions.people import ask_person

FEW, MORE = 2, 6
LINK = "https://desk.example.org/{slug}/{token}/"
_numbers = itertools.count(1)


def _thread(_city: City) -> None:
    contact_id = make_contact(name=f"Person {next(_numbers)}", language="en")
    ask_person(actor=resident(contact_id=contact_id), text="Hello?", connection_id=None, source_key=f"q{contact_id}")


def _invitation(_city: City) -> None:
    invite(actor=SYSTEM, email=f"new{next(_numbers)}@example.org", role="agent", address=LINK)


def _role(_city: City) -> None:
    make_role(actor=SYSTEM, name=f"Role {next(_numbers)}", permissions=["complaints.read"])


def _team(city: City) -> None:
    make_team(actor=SYSTEM, name=f"Team {next(_numbers)}", member_ids=[city.admin.id or 0])


def _export(city: City) -> None:
    ask_export(actor=city.admin, kind="complaints", format="csv", narrowing={})
    # More than a few that wait are refused.
    Export.objects.update(state="cancelled")


def _schedule(city: City) -> None:
    weekly = {"title": f"Weekly {next(_numbers)}", "kind": "complaints", "format": "csv", "every": "week", "hour": 7}
    write_schedule(actor=city.admin, plan=Plan(**weekly, recipient_ids=(city.admin.id or 0,)))


def _call(agency: Agency) -> None:
    a_finished_call(agency, at=now() - timedelta(hours=next(_numbers)))


def _webhook(agency: Agency) -> None:
    Endpoint.objects.create(
        organisation_id=agency.organisation_id,
        name=f"System {next(_numbers)}",
        url="https://hooks.example.org/",
        events=["call.ended"],
        secrets_sealed=sealed(organisation_id=agency.organisation_id, current=new_secret()),
    )


def _agent(agency: Agency) -> None:
    connection = connection_facts(connection_id=agency.connection_id)
    an_agent(connection=connection, external_id=f"agent_{next(_numbers)}")


OF_A_CITY: dict[str, Callable[[City], Any]] = {
    "inbox/": _thread,
    "members/": lambda city: make_member(organisation_id=city.profile.id),
    "members/?shown=invited": _invitation,
    "members/roles/": _role,
    "members/access/": lambda city: make_api_key(organisation_id=city.profile.id),
    "members/keys/": lambda city: make_api_key(organisation_id=city.profile.id),
    "settings/teams/": _team,
    "exports/": _export,
    "exports/schedules/": _schedule,
    "exports/schedules/new/?kind=complaints": lambda city: make_member(organisation_id=city.profile.id),
    "connections/": lambda city: make_connection(organisation_id=city.profile.id),
    "audit/": _role,
}
OF_AN_AGENCY: dict[str, Callable[[Agency], Any]] = {
    "calls/": _call,
    "calls/?words=leak": _call,
    "voice/": _agent,
    "webhooks/": _webhook,
}


def _asked(browser: Client, path: str) -> int:
    return len(statements(browser, f"/console/{path}", {}))


@pytest.mark.parametrize("path", sorted(OF_A_CITY))
def test_a_citys_list_asks_no_more_for_many_rows(city: City, path: str) -> None:
    admin = city.signed_in("org_admin")
    counted = []
    for rows in (FEW, MORE):
        with organisation_scope(organisation_id=city.profile.id):
            for _ in range(rows):
                OF_A_CITY[path](city)
        counted.append(_asked(admin, path))

    assert counted == [counted[0]] * 2


@pytest.mark.parametrize("path", sorted(OF_AN_AGENCY))
def test_an_agencys_list_asks_no_more_for_many_rows(db: None, path: str) -> None:
    agency = an_agency()
    admin = browser_of(make_member(organisation_id=agency.organisation_id, role="org_admin").id)
    counted = []
    for rows in (FEW, MORE):
        with organisation_scope(organisation_id=agency.organisation_id):
            for _ in range(rows):
                OF_AN_AGENCY[path](agency)
        counted.append(_asked(admin, path))

    assert counted == [counted[0]] * 2
