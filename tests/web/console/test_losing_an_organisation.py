"""Whoever works in several organisations never writes into the wrong one: not from an old page, not after losing one."""

import uuid
from dataclasses import dataclass

import pytest
from django.test import Client
from tests.factories.core import make_member, make_organisation
from tests.web.console.conftest import City, browser_of

from baraza.core.identity.actions.members import remove, suspend
from baraza.core.identity.actor import SYSTEM
from baraza.core.identity.models import Membership, Role
from baraza.core.tenancy.scope import organisation_scope, platform_scope

LIST, WRITTEN = "/console/complaints/", "A pipe burst at the school"


@dataclass(frozen=True, kw_only=True)
class Worker:
    id: int
    browser: Client
    other_id: int = 0

    def note(self, city: City, **fields: str) -> tuple[int, str]:
        path = f"{LIST}{city.reference}/note/"
        answer = self.browser.post(path, {"text": WRITTEN, "key": str(uuid.uuid4()), "version": "1", **fields})
        return answer.status_code, answer.content.decode()


def _of_one(city: City) -> Worker:
    user_id = make_member(organisation_id=city.profile.id, role="agent").id or 0
    return Worker(id=user_id, browser=browser_of(user_id))


def _of_two(city: City) -> Worker:
    user_id = make_member(organisation_id=city.profile.id, role="agent").id or 0
    other_id = make_organisation(name="Harbour").id
    with platform_scope():
        Membership.objects.create(organisation_id=other_id, user_id=user_id, role=Role.AGENT)
    browser = browser_of(user_id)
    browser.handler.enforce_csrf_checks = True
    return Worker(id=user_id, browser=browser, other_id=other_id)


def _token(browser: Client) -> str:
    return str(browser.get(LIST).context["csrf_token"])


@pytest.mark.parametrize("act", [suspend, remove])
def test_who_is_sent_away_while_writing_is_told_and_keeps_the_words(city: City, act: object) -> None:
    worker = _of_one(city)
    assert worker.browser.get(LIST).status_code == 200
    with organisation_scope(organisation_id=city.profile.id):
        act(actor=SYSTEM, user_id=worker.id)  # type: ignore[operator] # both take the same
    before = city.everything()

    part = worker.browser.get(LIST, headers={"HX-Request": "true", "HX-Current-URL": LIST})
    unasked = worker.browser.get(LIST, headers={"HX-Request": "true", "X-By-Itself": "yes"})
    status, page = worker.note(city)

    assert (part.status_code, part["HX-Redirect"]) == (403, LIST)
    assert (unasked.status_code, unasked["HX-Reswap"]) == (403, "none")
    assert (status, "Your access to this organisation has ended" in page, WRITTEN in page) == (403, True, True)
    assert 'action="/console/sign-out/"' in page
    assert city.everything() == before


def test_who_loses_one_of_two_is_told_before_anything_happens_in_the_other(city: City) -> None:
    worker = _of_two(city)
    fields = {"csrfmiddlewaretoken": _token(worker.browser)}
    with organisation_scope(organisation_id=city.profile.id):
        suspend(actor=SYSTEM, user_id=worker.id)

    status, page = worker.note(city, **fields)

    assert (status, WRITTEN in page, "Go on in Harbour" in page) == (403, True, True)
    assert worker.browser.get(LIST).context["organisation"].id == worker.other_id


def test_a_form_that_was_open_before_the_organisation_was_changed_is_not_sent_and_keeps_the_words(city: City) -> None:
    worker = _of_two(city)
    of_before = _token(worker.browser)
    before = city.everything()

    chosen = {"organisation": str(worker.other_id), "csrfmiddlewaretoken": of_before}
    assert worker.browser.post("/console/organisation/", chosen).status_code == 302
    status, page = worker.note(city, csrfmiddlewaretoken=of_before)

    assert (status, "This was not sent" in page, WRITTEN in page) == (403, True, True)
    assert "You work in Harbour now." in page
    assert city.everything() == before
    assert worker.note(city, csrfmiddlewaretoken=_token(worker.browser))[0] == 404


def test_the_organisation_one_is_in_already_can_be_chosen_without_spoiling_open_forms(city: City) -> None:
    worker = _of_two(city)
    token = _token(worker.browser)

    worker.browser.post("/console/organisation/", {"organisation": str(city.profile.id), "csrfmiddlewaretoken": token})

    assert worker.note(city, csrfmiddlewaretoken=token)[0] == 302


def test_a_residents_page_that_was_open_too_long_says_so_as_before(db: None) -> None:
    answer = Client(enforce_csrf_checks=True).post("/i18n/language/", {"language": "en"})

    assert (answer.status_code, "open too long" in answer.content.decode()) == (403, True)


def test_suspended_from_the_start_nobody_is_told_of_an_access_that_ended(city: City) -> None:
    user_id = make_member(organisation_id=city.profile.id, role="agent").id or 0
    with organisation_scope(organisation_id=city.profile.id):
        suspend(actor=SYSTEM, user_id=user_id)

    page = browser_of(user_id).get(LIST)

    assert (page.status_code, "has ended" in page.content.decode()) == (403, False)
