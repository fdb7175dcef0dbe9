"""Two cities: ours, from which people try, and theirs, which holds one of everything and must not move."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from tests.factories.core import make_connection
from tests.journeys.desk import City, Console, Desk, eventually, reference_in, words_of
from tests.journeys.isolation.holdings import Holdings, fingerprint
from tests.journeys.talks import choose, report_by_dialling, said, tracked

from baraza.conversation.models import Thread
from baraza.core.ingress.contract import ConnectionFacts
from baraza.core.ingress.models import InboundEvent
from baraza.messaging.models import OutboxEntry
from baraza.messaging.queries import contact_details
from baraza.operations.demo import graph_api
from baraza.services.complaints.actions.figures import fold_organisation
from baraza.services.complaints.models import FigureChange
from baraza.services.complaints.queries.one import get_timeline

PHOTO = (Path(graph_api.__file__).parent / "photos" / "burst-pipe.jpg").read_bytes()
_addresses = itertools.count(1)
THEIR_SECRET = "their-own-app-secret"


@dataclass
class Theirs:
    """Another city with its resident's report, photo, messages and question; `ids` are what an attacker would know."""

    city: City
    reference: str
    number: str
    media_id: str
    contact_id: int
    entry: OutboxEntry
    inbound_id: str
    thread_id: int
    own_connection: ConnectionFacts

    def holdings(self) -> Holdings:
        with self.city.scope():
            return fingerprint(organisation_id=self.city.profile.id)


@pytest.fixture(scope="session")
def _made() -> dict[int, Theirs]:
    """Made once per desk: nothing may change it, so every test can share it."""
    return {}


@pytest.fixture
def theirs(desk: Desk, _made: dict[int, Theirs]) -> Theirs:
    if id(desk) not in _made:
        _made[id(desk)] = _make(desk)
    return _made[id(desk)]


@pytest.fixture
def ours(desk: Desk) -> City:
    return desk.city()


@pytest.fixture
def our_admin(ours: City) -> Console:
    """With every right that an organisation can give."""
    console = ours.member(role="org_admin")
    assert console.sign_in().status_code == 200
    return console


@pytest.fixture
def browser(desk: Desk) -> Iterator[Console]:
    """Of nobody in particular, at an address of its own: who asks for many wrong references is held up by address."""
    address = f"127.1.{next(_addresses)}.1"
    with httpx.Client(transport=httpx.HTTPTransport(local_address=address), follow_redirects=True) as client:
        yield Console(base=desk.base, email="", client=client)


def _make(desk: Desk) -> Theirs:
    city = desk.city()
    number, reference = _report_with_photo(city)
    report_by_dialling(city.ussd_phone())
    clerk = city.member()
    clerk.sign_in()
    clerk.post(f"/console/complaints/{reference}/note/", text="Only among us: call the plumber.", key=str(uuid.uuid4()))
    clerk.post(f"/console/complaints/{reference}/reply/", text="We come on Monday.", key=str(uuid.uuid4()))
    said(city.whatsapp_phone(number), "We come on Monday.")
    own = make_connection(
        organisation_id=city.profile.id,
        source="whatsapp.meta_cloud",
        secrets={"app_secret": THEIR_SECRET, "access_token": "token", "verify_token": "their-own-word"},
        options={"phone_number_id": "299999999999999"},
    )
    eventually(lambda: _is_quiet(city))
    complaint = tracked(city, reference)
    with city.scope():
        lines = get_timeline(complaint_id=complaint.id, public_only=False)
        return Theirs(
            city=city,
            reference=reference,
            number=number,
            media_id=next(line.media_id for line in lines if line.media_id),
            contact_id=contact_details(contact_id=complaint.contact_id).id,
            entry=OutboxEntry.objects.filter(status="sent").order_by("-id")[0],
            inbound_id=InboundEvent.objects.filter(kind="message", sender=number).order_by("id")[0].item_id,
            thread_id=Thread.objects.get(state="waiting").pk,
            own_connection=own,
        )


def _report_with_photo(city: City) -> tuple[str, str]:
    phone = city.whatsapp_phone()
    phone.text("Hello")
    said(phone, "Choose your language")
    choose(phone, "lang:en")
    said(phone, "What would you like to do")
    phone.text("Burst pipe in front of the school")
    said(phone, "Is that right")
    choose(phone, "yes")
    said(phone, "Send a photo")
    phone.image(content=PHOTO)
    said(phone, "Where is it")
    phone.location(latitude=-26.2385, longitude=27.9087)
    said(phone, "Is that in")
    choose(phone, "yes")
    said(phone, "Please check")
    choose(phone, "send")
    reference = reference_in(words_of(said(phone, "Your report is")))
    choose(phone, "person")
    said(phone, "A person will answer")
    phone.text("When are bins emptied?")
    said(phone, "A person will answer you here")
    return phone.number, reference


def _is_quiet(city: City) -> bool:
    with city.scope():
        waiting = InboundEvent.objects.exclude(state=InboundEvent.State.HANDLED).exists()
        sending = OutboxEntry.objects.filter(status__in=["queued", "sending"]).exists()
    # What is counted every quarter of a minute is counted now, and not in the middle of a test.
    fold_organisation(organisation_id=city.profile.id)
    with city.scope():
        counting = FigureChange.objects.exists()
    return not waiting and not sending and not counting
