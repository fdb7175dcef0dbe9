"""Whole days of staff through the real doors: an admin, a supervisor, a clerk, a viewer and the platform's own people."""

from __future__ import annotations

import re
import time
import uuid

import httpx
import pyotp
import pytest
from tests.factories.complaints import make_complaint
from tests.journeys.desk import City, Console, Desk, eventually
from tests.journeys.talks import report_by_dialling, tracked

from baraza.core.audit.models import AuditEntry
from baraza.core.identity.actions.platform import make_super_admin
from baraza.core.identity.actor import SYSTEM
from baraza.core.identity.models import User

pytestmark = pytest.mark.journey
SECOND_FACTOR = "/console/account/second-factor/"
STRONG = "Correct-horse-battery-9"
LINK = re.compile(r"https?://\S+/console/invitation/\S+")


def at_work(city: City, role: str) -> Console:
    console = city.member(role)
    assert console.sign_in().url.path == "/console/"
    return console


def joins_by_letter(desk: Desk, recipient: str, name: str, *, leads_to: str = "/console/") -> Console:
    """Follows the link of the letter, chooses a password and signs in."""
    eventually(lambda: LINK.search(desk.letters.text_for(recipient)), what="no letter came")
    found = LINK.search(desk.letters.text_for(recipient))
    assert found
    console = Console(base=desk.base, email=recipient, client=desk.new_client())
    path = httpx.URL(found.group()).path
    assert recipient in console.get(path).text
    joined = console.post(path, name=name, password=STRONG)
    assert "Your account is ready" in joined.text
    assert console.sign_in(STRONG).url.path == leads_to
    return console


def sets_an_app_up(console: Console) -> str:
    """As the page asks for it; returns the secret that the telephone keeps."""
    page = console.get("/console/account/second-factor/app/").text
    found = re.search(r"\b(?:[A-Z2-7]{4} ?){8}(?![A-Z2-7])", page)
    assert found, "the page shows no secret to write down"
    secret = found.group().replace(" ", "")
    codes = console.post("/console/account/second-factor/app/", code=pyotp.TOTP(secret).now())
    assert "codes" in codes.url.path
    console.post("/console/account/second-factor/codes/stored/")
    return secret


def test_an_admin_invites_by_letter_changes_a_role_and_suspends_and_finds_it_in_the_trail(city: City) -> None:
    admin, newcomer = at_work(city, "org_admin"), f"{uuid.uuid4().hex[:8]}@example.org"

    admin.post("/console/members/invite/", email=newcomer, role="org_viewer")
    viewer = joins_by_letter(city.desk, newcomer, "Thabo")
    number = User.objects.get(email=newcomer).pk

    assert viewer.get("/console/complaints/").status_code == 200
    assert viewer.get("/console/settings/").status_code == 403
    admin.post(f"/console/members/{number}/role/", role="org_admin")
    assert viewer.get("/console/settings/").status_code == 200
    admin.post(f"/console/members/{number}/suspend/")
    assert viewer.get("/console/complaints/").status_code == 403
    again = Console(base=city.desk.base, email=newcomer, client=city.desk.new_client())
    assert again.sign_in(STRONG).status_code == 422
    with city.scope():
        rows = AuditEntry.objects.filter(subject_kind="member", subject_id=str(number)).order_by("pk")
        assert list(rows.values_list("action", flat=True)) == [
            "member.joined",
            "member.role_changed",
            "member.suspended",
        ]
    assert "Suspended" in admin.get(f"/console/members/{number}/").text


def test_a_supervisor_gives_many_to_a_colleague_takes_them_back_and_downloads_the_list(city: City) -> None:
    with city.scope():
        references = [make_complaint(description=f"Pothole {number}").reference for number in range(3)]
    lead = at_work(city, "supervisor")
    colleague = User.objects.get(email=city.member("agent").email)

    form = {"which": "all", "query": "group=open", "act": "person", "person": str(colleague.pk)}
    done = lead.post("/console/complaints/bulk/", **form, key=str(uuid.uuid4()))
    given = [tracked(city, one).assignee_id for one in references]
    lead.post(f"{done.url.path}undo/")

    assert given == [colleague.pk] * 3
    assert [tracked(city, one).assignee_id for one in references] == [None] * 3
    lines = downloaded(lead).splitlines()
    assert all(any(reference in line for line in lines) for reference in references)


def downloaded(console: Console) -> str:
    asked = console.post("/console/exports/new/?kind=complaints&group=all", format="csv")
    path = f"{asked.url.path}file/"
    file = eventually(lambda: answer if (answer := console.get(path)).status_code == httpx.codes.OK else None)
    assert file.headers["content-disposition"].startswith("attachment")
    return str(file.text)


def test_a_clerk_with_an_app_answers_and_the_resident_reads_it_at_the_next_dial(city: City) -> None:
    phone = city.ussd_phone()
    reference = report_by_dialling(phone)
    clerk = at_work(city, "agent")
    secret = sets_an_app_up(clerk)
    clerk.post("/console/sign-out/")

    assert clerk.sign_in().url.path == "/console/sign-in/second-factor/"
    # The code that set the app up is used; the next half minute's counts, as for a clock that is a little fast.
    ahead = pyotp.TOTP(secret).at(int(time.time()) + 30)
    assert clerk.post("/console/sign-in/second-factor/", code=ahead).url.path == "/console/"
    other = Console(base=clerk.base, email=clerk.email, client=city.desk.new_client())
    other.sign_in()
    assert other.post("/console/sign-in/second-factor/", code=ahead).status_code == 422
    clerk.post(f"/console/complaints/{reference}/note/", text="Their gate is green", key=str(uuid.uuid4()))
    clerk.post(f"/console/complaints/{reference}/reply/", text="We come tomorrow", key=str(uuid.uuid4()))
    read = phone.dial().text
    version = str(tracked(city, reference).version)
    clerk.post(f"/console/complaints/{reference}/move/", wanted="RESOLVED", reason="It is mended", version=version)

    page = clerk.get(f"/console/complaints/{reference}/").text
    assert all(words in page for words in ("Their gate is green", "We come tomorrow", "It is mended"))
    assert "We come tomorrow" in read


def test_a_viewer_reads_and_takes_the_list_away_and_can_change_nothing(city: City) -> None:
    with city.scope():
        reference = make_complaint(description="A street light is out").reference
    viewer = at_work(city, "org_viewer")
    version = tracked(city, reference).version

    refused = [
        viewer.post(f"/console/complaints/{reference}/{act}/", text="x y", key=str(uuid.uuid4()), version=str(version))
        for act in ("take", "reply", "note", "move", "correct")
    ]

    assert "A street light is out" in viewer.get(f"/console/complaints/{reference}/").text
    assert [answer.status_code for answer in refused] == [403] * 5
    assert tracked(city, reference).version == version
    assert reference in downloaded(viewer)


def test_the_platforms_people_found_a_city_whose_admin_joins_and_help_there_under_a_banner(desk: Desk) -> None:
    name, first = uuid.uuid4().hex[:8], f"{uuid.uuid4().hex[:8]}@example.org"
    make_super_admin(actor=SYSTEM, email=f"{name}@platform.example", name="Pat", password=STRONG)
    pat = Console(base=desk.base, email=f"{name}@platform.example", client=desk.new_client())
    assert pat.sign_in(STRONG).url.path == SECOND_FACTOR
    sets_an_app_up(pat)

    facts = {"name": f"City {name}", "slug": name, "reference_prefix": "HC", "country": "ZA", "currency": "ZAR"}
    more = {"time_zone": "Africa/Johannesburg", "phone_region": "ZA", "default_language": "en", "languages": "en"}
    founded = pat.post("/console/platform/organisations/new/", **facts, **more, services="complaints")
    pat.post(f"{founded.url.path}invite/", email=first)
    admin = joins_by_letter(desk, first, "Naledi", leads_to=SECOND_FACTOR)
    sets_an_app_up(admin)
    reason = "They asked how to begin"
    helping = pat.post(f"{founded.url.path}support/", place="role:org_admin", reason=reason)

    assert f"you work in City {name} as support" in helping.text
    assert pat.post("/console/members/invite/", email="x@example.org", role="agent").status_code == 403
    assert reason in admin.get("/console/members/access/").text
    pat.post("/console/support/end/")
    assert pat.get("/console/complaints/").status_code == 403
    assert f"City {name}" in pat.get("/console/platform/").text
    assert "Pat" in admin.get("/console/audit/").text
