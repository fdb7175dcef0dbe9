"""Open pages follow what happens, in every process, until they may no longer."""

from __future__ import annotations

import contextlib
import json
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from tests.journeys.desk import City, Console, Desk, eventually, processes
from tests.journeys.talks import report_by_dialling
from tests.ports import free_port

from baraza.core.identity.models import Membership
from baraza.core.tenancy.scope import platform_scope
from baraza.lib.authorities import trusted

pytestmark = pytest.mark.journey


@dataclass
class Page:
    """A page that follows; `lines` are what its stream has said so far."""

    lines: list[str] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)

    def events(self) -> list[dict[str, object]]:
        return [json.loads(line[6:]) for line in list(self.lines) if line.startswith("data: {") and len(line) > 8]

    def kinds(self) -> list[object]:
        return [event["kind"] for event in self.events()]

    def names(self) -> list[str]:
        return [line[7:] for line in list(self.lines) if line.startswith("event: ")]


@contextlib.contextmanager
def following(
    console: Console, *, base: str = "", after: int | None = None, headers: dict[str, str] | None = None
) -> Iterator[Page]:
    # A process that has just started says when it hears.
    eventually(lambda: console.client.get(f"{base or console.base}/console/live/changes/").json()["listening"])
    page = Page()
    client = httpx.Client(cookies=console.client.cookies, timeout=30, verify=trusted())
    address = f"{base or console.base}/console/live/events/" + (f"?after={after}" if after else "")

    def read() -> None:
        with (
            contextlib.suppress(httpx.HTTPError),
            client.stream("GET", address, headers=headers) as answer,
        ):
            for line in answer.iter_lines():
                page.lines.append(line)
        page.ended.set()

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    eventually(page.names)
    yield page
    client.close()
    reader.join(timeout=20)


@pytest.fixture
def clerk(city: City) -> Console:
    console = city.member()
    assert console.sign_in().status_code == httpx.codes.OK
    return console


def test_a_report_is_on_open_pages_of_its_city_and_on_no_others(desk: Desk, city: City, clerk: Console) -> None:
    stranger = desk.city().member()
    stranger.sign_in()
    with following(clerk) as ours, following(stranger) as theirs:
        reference = report_by_dialling(city.ussd_phone())

        eventually(lambda: "complaints.opened" in ours.kinds(), what=lambda: str(ours.lines))

        assert reference in {event["subject"] for event in ours.events()}
        assert theirs.events() == []


def test_a_page_that_comes_back_is_told_what_it_missed(city: City, clerk: Console) -> None:
    with following(clerk) as before:
        report_by_dialling(city.ussd_phone())
        eventually(lambda: "complaints.opened" in before.kinds())
    last = str(before.events()[-1]["sequence"])
    missed = report_by_dialling(city.ussd_phone())

    with following(clerk, headers={"Last-Event-ID": last}) as after:
        eventually(lambda: "complaints.opened" in after.kinds(), what=lambda: str(after.lines))
    polled = clerk.get(f"/console/live/changes/?after={last}").json()

    assert after.names()[0] == "hello"
    assert missed in {event["subject"] for event in after.events()}
    assert missed in {event["subject"] for event in polled["events"]}
    assert polled["refresh"] is False


def test_what_happens_while_a_page_is_on_its_way_is_told_when_it_begins_to_follow(city: City, clerk: Console) -> None:
    page = clerk.get("/console/").text
    (facts,) = re.findall(r'id="live-page"[^>]*>(.*?)</script>', page)
    after = json.loads(facts)["after"]
    meanwhile = report_by_dialling(city.ussd_phone())
    eventually(lambda: clerk.get("/console/live/changes/").json()["after"] != after)

    with following(clerk, after=after) as begun:
        eventually(lambda: "complaints.opened" in begun.kinds(), what=lambda: str(begun.lines))

    assert begun.names()[0] == "hello"
    assert meanwhile in {event["subject"] for event in begun.events()}


def test_a_place_that_nobody_remembers_leads_to_a_look_at_everything(clerk: Console) -> None:
    with following(clerk, headers={"Last-Event-ID": "123456789"}) as page:
        assert page.names()[0] == "refresh"

    assert clerk.get("/console/live/changes/?after=123456789").json()["refresh"] is True


def test_a_second_process_tells_its_pages_the_same(desk: Desk, city: City, clerk: Console, tmp_path: Path) -> None:
    port = free_port()
    other, _ = processes(environment=desk.environment, folder=tmp_path, port=port)
    other.start()
    base = f"http://127.0.0.1:{port}"
    try:
        eventually(lambda: _answers(base))
        with following(clerk) as here, following(clerk, base=base) as there:
            report_by_dialling(city.ussd_phone())

            eventually(lambda: "complaints.opened" in here.kinds() and "complaints.opened" in there.kinds())
            assert here.events() == there.events()
    finally:
        other.stop()


def _answers(base: str) -> bool:
    try:
        return httpx.get(f"{base}/livez", timeout=5, verify=trusted()).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False


def test_a_stream_ends_with_the_session(clerk: Console) -> None:
    with following(clerk) as page:
        clerk.post("/console/sign-out/")

        assert page.ended.wait(timeout=20)
        assert page.names()[-1] == "ended"


def test_a_stream_ends_when_the_member_is_suspended(city: City, clerk: Console) -> None:
    with following(clerk) as page:
        with platform_scope():
            Membership.objects.filter(organisation_id=city.profile.id, user__email=clerk.email).update(active=False)

        assert page.ended.wait(timeout=20)
        assert page.names()[-1] == "ended"


def test_a_page_of_the_organisation_that_was_left_gets_nothing_of_the_new_one(clerk: Console) -> None:
    assert clerk.get("/console/live/events/?organisation=999999").status_code == httpx.codes.CONFLICT
    assert clerk.get("/console/live/changes/?organisation=999999").status_code == httpx.codes.CONFLICT


def test_the_process_stops_although_pages_are_following(desk: Desk, clerk: Console, tmp_path: Path) -> None:
    port = free_port()
    other, _ = processes(environment=desk.environment, folder=tmp_path, port=port)
    other.command += ["--timeout-graceful-shutdown", "600"]
    other.start()
    base = f"http://127.0.0.1:{port}"
    eventually(lambda: _answers(base))
    with following(clerk, base=base) as page:
        assert other.running is not None
        running = other.running

        other.stop()

        # Killed after twenty seconds it would say so by its code; the server itself would have waited ten minutes.
        assert running.returncode in (0, -15)
        assert page.ended.wait(timeout=20)
