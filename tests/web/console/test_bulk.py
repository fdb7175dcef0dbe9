"""Many complaints at once: what is done, what is passed over and said, what can be taken back."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests.factories.core import make_member
from tests.web.console.conftest import City, browser_of
from tests.web.portal.resident import words_of

from baraza.capabilities.live.models import MemberNotice
from baraza.core.audit.models import AuditEntry
from baraza.core.identity.actions.teams import make_team
from baraza.core.identity.actor import SYSTEM, Actor
from baraza.core.tenancy.scope import organisation_scope
from baraza.services.complaints import jobs
from baraza.services.complaints.actions import bulk
from baraza.services.complaints.models import BulkAct, BulkRow, Complaint
from baraza.services.complaints.rules import bulk as rules

LIST = "/console/complaints/"


@pytest.fixture
def lead(city: City) -> Actor:
    return make_member(organisation_id=city.profile.id, role="supervisor")


@pytest.fixture
def browser(lead: Actor) -> Client:
    return browser_of(lead.id)


def change(browser: Client, act: str, rows: list[str], **fields: str) -> Any:
    form = {"which": "ticked", "row": rows, "act": act, "key": str(uuid.uuid4()), **fields}
    return browser.post(LIST + "bulk/", form, follow=True)


def state(city: City, reference: str) -> Complaint:
    with organisation_scope(organisation_id=city.profile.id):
        return Complaint.objects.get(reference=reference)


def test_ticked_complaints_are_taken_and_each_is_audited(city: City, lead: Actor, browser: Client) -> None:
    references = [city.reference, city.complaint().reference]

    page = change(browser, "take", [f"{one}:1" for one in references])

    assert "2 changed" in words_of(page)
    assert {state(city, one).assignee_id for one in references} == {lead.id}
    with organisation_scope(organisation_id=city.profile.id):
        audited = AuditEntry.objects.filter(action="complaint.changed").values_list("subject_id", flat=True)
        assert set(audited) == set(references)


def test_who_is_given_many_is_told_once_and_led_to_their_list(city: City, lead: Actor, browser: Client) -> None:
    nomsa = make_member(organisation_id=city.profile.id, name="Nomsa")
    with organisation_scope(organisation_id=city.profile.id):
        team = make_team(actor=SYSTEM, name="Water", member_ids=[lead.id or 0, nomsa.id or 0])
    several = [city.complaint().reference for _ in range(3)]
    change(browser, "person", [f"{one}:1" for one in several[:2]], person=str(nomsa.id))
    change(browser, "team", [f"{several[0]}:2", f"{several[2]}:1", f"{city.reference}:1"], team=str(team))
    change(browser, "person", [f"{several[2]}:2"], person=str(nomsa.id))

    with organisation_scope(organisation_id=city.profile.id):
        told = MemberNotice.objects.order_by("id")
        assert list(told.values_list("user_id", "kind", "subject")) == [
            (nomsa.id, "complaints.many_assigned", "2"),
            # What a person has already is not news to their team.
            (nomsa.id, "complaints.many_team_assigned", "2"),
            (nomsa.id, "complaints.assigned", several[2]),
        ]
        first = told[0].pk
    opened = browser_of(nomsa.id).get(f"/console/notifications/{first}/", follow=True)
    assert {row.complaint.reference for row in opened.context["rows"]} == set(several)


def test_what_a_colleague_changed_and_what_cannot_be_is_named_and_left(city: City, browser: Client) -> None:
    changed, settled = city.complaint().reference, city.complaint().reference
    change(browser, "resolve", [f"{settled}:1"], reason="Fixed")
    with organisation_scope(organisation_id=city.profile.id):
        Complaint.objects.filter(reference=changed).update(version=5)

    page = change(browser, "take", [f"{changed}:1", f"{settled}:2", f"{city.reference}:1", "MI-2026-NONE99:1"])

    shown = words_of(page)
    for words in (
        "1 changed",
        f"{changed} a colleague changed meanwhile",
        f"{settled} not possible in their state",
        "MI-2026-NONE99 no longer there",
    ):
        assert words in shown
    assert state(city, changed).assignee_id is None


def test_it_is_taken_back_but_for_what_was_changed_since(city: City, browser: Client) -> None:
    other = city.complaint().reference
    page = change(browser, "priority", [f"{city.reference}:1", f"{other}:1"], priority="low")
    due = state(city, other).due_at
    change(browser, "take", [f"{other}:2"])

    undone = browser.post(page.request["PATH_INFO"] + "undo/", follow=True)

    assert "1 taken back" in words_of(undone)
    assert "1 kept, because a colleague changed them since" in words_of(undone)
    assert (state(city, city.reference).priority, state(city, other).priority) == ("high", "low")
    assert state(city, city.reference).due_at < due


@pytest.mark.parametrize(("act", "fields"), [("start", {}), ("resolve", {"reason": "Fixed"})])
def test_what_residents_were_told_is_not_taken_back(
    city: City, browser: Client, act: str, fields: dict[str, str]
) -> None:
    page = change(browser, act, [f"{city.reference}:1"], **fields)

    undone = browser.post(page.request["PATH_INFO"] + "undo/", follow=True)

    assert "Take it back" not in words_of(page)
    assert "This can no longer be taken back." in words_of(undone)


def test_after_ten_minutes_it_stays(city: City, browser: Client) -> None:
    page = change(browser, "take", [f"{city.reference}:1"])
    with organisation_scope(organisation_id=city.profile.id):
        newest = BulkAct.objects.latest("pk")
        BulkAct.objects.filter(pk=newest.pk).update(finished_at=newest.finished_at - timedelta(minutes=11))

    undone = browser.post(page.request["PATH_INFO"] + "undo/", follow=True)

    assert "This can no longer be taken back." in words_of(undone)


def test_the_same_form_twice_is_done_once(city: City, browser: Client) -> None:
    key = str(uuid.uuid4())

    for _ in range(2):
        change(browser, "take", [f"{city.reference}:1"], key=key)

    assert state(city, city.reference).version == 2


@pytest.mark.parametrize(
    ("act", "errors"),
    [
        ("", {"act": ["Choose what should happen"]}),
        ("resolve", {"reason": ["Write what was done: residents read it"]}),
        ("team", {"team": ["Choose one"]}),
        ("dragon", {"act": ["This is not in the list any more. Choose again."]}),
    ],
)
def test_a_wrong_form_comes_back_with_what_was_ticked(
    city: City, browser: Client, act: str, errors: dict[str, list[str]]
) -> None:
    page = change(browser, act, [f"{city.reference}:1"])

    assert (page.status_code, page.context["form"].errors) == (422, errors)
    assert f'value="{city.reference}:1"' in page.content.decode()
    assert state(city, city.reference).version == 1


def test_more_than_can_be_done_at_once_is_refused_and_nothing_changes(
    city: City, browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "MOST_ROWS", 1)
    monkeypatch.setattr("baraza.web.console.queue.bulk.MOST_ROWS", 1)
    city.complaint()

    page = browser.post(LIST + "bulk/", {"which": "all", "query": "group=open"})

    assert (page.status_code, "Too many at once" in words_of(page)) == (422, True)
    assert state(city, city.reference).version == 1


def test_many_are_a_job_in_batches_that_can_be_watched(
    city: City, browser: Client, lead: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "AT_ONCE", 2)
    monkeypatch.setattr(bulk, "BATCH", 2)
    for _ in range(4):
        city.complaint()

    page = change(browser, "take", [], which="all", query="group=open")
    with organisation_scope(organisation_id=city.profile.id):
        bulk_id = BulkAct.objects.latest("pk").pk
        bulk.run_batch(actor=lead, bulk_id=bulk_id)
    part = browser.get(page.request["PATH_INFO"], headers={"HX-Request": "true"})
    jobs.run_bulk(organisation_id=city.profile.id, bulk_id=bulk_id)
    done = browser.get(page.request["PATH_INFO"])

    assert "0 of 5 looked at" in words_of(page)
    assert "2 of 5 looked at" in words_of(part)
    assert "5 changed" in words_of(done)


def test_who_lost_the_right_while_the_job_waited_changes_nothing(
    city: City, browser: Client, lead: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "AT_ONCE", 0)
    change(browser, "take", [f"{city.reference}:1"])
    monkeypatch.setattr(bulk, "actor_for", lambda **_: None)
    with organisation_scope(organisation_id=city.profile.id):
        bulk_id = BulkAct.objects.latest("pk").pk

    jobs.run_bulk(organisation_id=city.profile.id, bulk_id=bulk_id)

    with organisation_scope(organisation_id=city.profile.id):
        assert BulkRow.objects.get(bulk_id=bulk_id).outcome == "not_allowed"
    assert state(city, city.reference).version == 1


def test_a_colleagues_act_is_watched_and_not_taken_back(city: City, browser: Client) -> None:
    page = change(browser, "take", [f"{city.reference}:1"])
    colleague = city.signed_in("supervisor")

    assert colleague.get(page.request["PATH_INFO"]).status_code == 200
    assert colleague.post(page.request["PATH_INFO"] + "undo/").status_code == 403


def test_every_kind_of_act_names_a_permission_that_exists() -> None:
    assert {kind.permission for kind in rules.BULK_KINDS.values()} == {"take", "assign", "correct", "move"}
