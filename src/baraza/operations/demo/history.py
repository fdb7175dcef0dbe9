"""Brings the demonstration's past in, as an older system's would be: the one place here that sets times in the past."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Final

from baraza.capabilities.geography.builtin.south_africa import places
from baraza.core.identity.actor import SYSTEM, Actor
from baraza.core.ingress.connections import list_connections
from baraza.core.organisations.actions import NewOrganisation
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib import clock
from baraza.messaging.contacts import contact_of, set_language
from baraza.messaging.contract import Kind, Received, Sender
from baraza.messaging.reaching import note_inbound
from baraza.operations.demo.life import Life
from baraza.operations.demo.past import PastReport, Spot, plan
from baraza.operations.demo.places import area_facts
from baraza.services.complaints.actions.bring import PastComplaint, bring_in
from baraza.services.complaints.actions.deadline import deadline
from baraza.services.complaints.actions.open import NewComplaint
from baraza.services.complaints.queries.categories import category_settings
from baraza.services.complaints.states import OPEN, State

_REPORTS: Final = {"mzansi": 240, "harbour": 60}
_TOWNS: Final = {"mzansi": ("JHB", "TSH", "EKU", "ETH", "CPT", "NMA", "MAN"), "harbour": ("ETH",)}
_LANGUAGES: Final = {
    "mzansi": {"en": 42, "zu": 26, "af": 16, "xh": 16},
    "harbour": {"en": 45, "zu": 45, "xh": 6, "af": 4},
}
_FIRST: Final = (
    "Thandi",
    "Sizwe",
    "Anele",
    "Johan",
    "Ayesha",
    "Kagiso",
    "Nomsa",
    "Pieter",
    "Zodwa",
    "Lungile",
    "Riaan",
)
_LAST: Final = ("Mthembu", "Naidoo", "van Wyk", "Khumalo", "Jacobs", "Mahlangu", "Dlamini", "Botha", "Zulu")
_SOURCES: Final = {"whatsapp": "whatsapp.meta_cloud", "ussd": "ussd.africas_talking"}
_PEOPLE: Final = 60
_MERGED: Final = 7
_DUE_SOON: Final = 6
_UNDER_WAY: Final = frozenset({State.ASSIGNED, State.IN_PROGRESS, State.REOPENED})


def seed_history(*, new: NewOrganisation, clerks: Sequence[Actor]) -> None:
    """In the organisation's scope, which has no complaints yet."""
    now = clock.now()
    spots = [
        Spot(name=place.name, latitude=place.latitude, longitude=place.longitude)
        for place in places()
        if place.municipality_code in _TOWNS[new.slug]
    ]
    number = _REPORTS[new.slug]
    reports = plan(number=number, now=now, languages=_LANGUAGES[new.slug], spots=spots, people=_PEOPLE)
    lives = [_lived(report=report, clerk=clerks[report.number % len(clerks)], now=now) for report in reports]
    _soon(lives, now=now)
    contacts = _contacts(reports=reports, offset=0 if new.slug == "mzansi" else _PEOPLE)
    same = _same(lives)
    past = [_past(life=life, new=new, contacts=contacts, same_as=same.get(life.report.number, "")) for life in lives]
    bring_in(actor=SYSTEM, past=past)


def _lived(*, report: PastReport, clerk: Actor, now: datetime) -> Life:
    def due_of(since: datetime) -> datetime:
        return deadline(category=report.wording.category, priority=report.wording.priority, since=since)

    life = Life(report=report, clerk=clerk, now=now, due_of=due_of, due_at=due_of(report.opened_at))
    life.live()
    return life


def _soon(lives: Sequence[Life], *, now: datetime) -> None:
    """Whatever the day on which this is seeded, some work is due in the next hours."""
    waiting = [life for life in lives if life.state in OPEN and life.due_at > now]
    for place, life in enumerate(sorted(waiting, key=lambda life: life.due_at)[:_DUE_SOON]):
        life.due_at = now + timedelta(hours=2 + 3 * place)


def _contacts(*, reports: Sequence[PastReport], offset: int) -> dict[int, int]:
    """The contact of each resident who wrote from a phone; the last message of theirs opens the window to answer."""
    connections = {one.source: one.id for one in list_connections()}
    contacts: dict[int, int] = {}
    for report in {report.resident: report for report in reports if report.channel in _SOURCES}.values():
        name = f"{_FIRST[report.resident % len(_FIRST)]} {_LAST[report.resident % len(_LAST)]}"
        sender = Sender(phone=f"+27820001{offset + report.resident:03d}", name=name)
        contact = contact_of(sender=sender)
        set_language(contact_id=contact.pk, language=report.language)
        received = Received(
            sender=sender,
            external_id=f"past:{report.number}",
            kind=Kind.TEXT,
            text=report.wording.text,
            sent_at=report.opened_at,
        )
        note_inbound(contact_id=contact.pk, connection_id=connections[_SOURCES[report.channel]], received=received)
        contacts[report.resident] = contact.pk
    return contacts


def _past(*, life: Life, new: NewOrganisation, contacts: dict[int, int], same_as: str) -> PastComplaint:
    report, settled_at = life.report, life.settled_at
    return PastComplaint(
        new=_new(report=report, new=new, contacts=contacts),
        state=life.state,
        opened_at=report.opened_at,
        due_at=life.due_at,
        lines=life.lines,
        version=life.version,
        acknowledged_at=life.times.get(State.ACKNOWLEDGED),
        resolved_at=life.times.get(State.RESOLVED),
        closed_at=life.times.get(State.CLOSED),
        reopened_at=life.times.get(State.REOPENED),
        assignee_id=life.assignee_id,
        team_id=_team(report.wording.category, current_organisation_id()),
        stars=report.stars if settled_at else 0,
        rated_at=min(settled_at + timedelta(hours=5), life.now) if settled_at else None,
        same_as=same_as,
    )


def _new(*, report: PastReport, new: NewOrganisation, contacts: dict[int, int]) -> NewComplaint:
    spot = report.spot
    return NewComplaint(
        source_key=_key(report.number),
        channel=report.channel,
        contact_id=contacts[report.resident] if report.channel in _SOURCES else None,
        connection_id=_connection(report.channel, current_organisation_id()),
        language=report.language,
        description=report.wording.text,
        category=report.wording.category,
        priority=report.wording.priority,
        latitude=spot.latitude,
        longitude=spot.longitude,
        place_text=spot.name,
        **area_facts(latitude=spot.latitude, longitude=spot.longitude, country=new.country),
    )


def _key(number: int) -> str:
    return f"demonstration:past:{number}"


@cache
def _connection(channel: str, _organisation_id: int) -> int | None:
    return next((one.id for one in list_connections() if one.source == _SOURCES.get(channel)), None)


@cache
def _team(category: str, _organisation_id: int) -> int | None:
    arranged = category_settings(code=category)
    return arranged.team_id if arranged else None


def _same(lives: Sequence[Life]) -> dict[int, str]:
    """The newest that staff have only looked at, where an open one of the same kind came before, are the same matter."""
    same: dict[int, str] = {}
    for place, life in reversed(list(enumerate(lives))):
        kind = life.report.wording.category
        earlier = [one for one in lives[:place] if one.report.wording.category == kind and one.state in _UNDER_WAY]
        if len(same) < _MERGED and life.state is State.ACKNOWLEDGED and earlier:
            same[life.report.number] = _key(earlier[-1].report.number)
    return same
