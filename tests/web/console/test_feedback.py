"""Residents and members say what they think on their pages; admins read it on theirs."""

import pytest
from django.test import Client
from tests.web.console.conftest import City

from baraza.capabilities.feedback.models import Feedback
from baraza.core.tenancy.scope import organisation_scope

WORDS = "<b>Fast</b> and kind"


def kept(city: City) -> list[tuple[str, str]]:
    with organisation_scope(organisation_id=city.profile.id):
        return list(Feedback.objects.order_by("pk").values_list("source", "words"))


def test_what_a_resident_and_a_colleague_say_is_read_by_an_admin(city: City) -> None:
    page = f"/{city.profile.slug}/feedback/"
    sent = Client().post(page, {"words": WORDS, "mood": "good"})
    given = city.signed_in("agent").post("/console/feedback/give/", {"words": "Needs a map", "key": "k"})
    admin = city.signed_in("org_admin")

    shown = admin.get("/console/feedback/").content.decode()

    assert (sent.status_code, sent["Location"], given.status_code) == (302, f"{page}thanks/", 302)
    assert kept(city) == [("resident", WORDS), ("member", "Needs a map")]
    assert "&lt;b&gt;Fast&lt;/b&gt; and kind" in shown
    assert "A colleague" in shown
    with organisation_scope(organisation_id=city.profile.id):
        newest = Feedback.objects.latest("pk").pk
    admin.post("/console/feedback/read/", {"newest": str(newest)})
    assert "Mark all as read" not in admin.get("/console/feedback/").content.decode()


@pytest.mark.parametrize(
    "fields", [{}, {"words": " "}, {"words": "x" * 2001}, {"words": "ok", "mood": "great"}, {"words": "a\0"}]
)
def test_what_cannot_be_kept_is_asked_again_with_the_words(city: City, fields: dict[str, str]) -> None:
    answers = [
        Client().post(f"/{city.profile.slug}/feedback/", fields),
        city.signed_in("agent").post("/console/feedback/give/", {"key": "k", **fields}),
    ]
    assert [one.status_code for one in answers] == [422, 422]
    assert kept(city) == []


def test_the_button_pressed_twice_is_heard_once_and_too_many_are_refused(city: City) -> None:
    address = f"/{city.profile.slug}/feedback/"
    for _ in range(2):
        Client().post(address, {"words": "Good", "csrfmiddlewaretoken": "the one of this page"})
    assert len(kept(city)) == 1

    answers = [Client().post(address, {"words": f"{number}"}).status_code for number in range(9)]
    assert answers == [302] * 8 + [429]


def test_each_finds_the_way_there(city: City) -> None:
    assert f'/{city.profile.slug}/feedback/"' in Client().get(f"/{city.profile.slug}/").content.decode()
    assert '/console/feedback/give/"' in city.signed_in("org_viewer").get("/console/notifications/").content.decode()
