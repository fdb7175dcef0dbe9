"""Every list with saved views keeps, opens, renames, shares, removes and gives them back in the same way."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.test import Client
from tests.factories.core import make_member
from tests.web.console.conftest import City

from baraza.capabilities.saved_views.actions import TooManyViews, save_view
from baraza.capabilities.saved_views.lists import _declared
from baraza.capabilities.saved_views.models import BACK_WITHIN, FirstView, SavedView
from baraza.core.audit.models import AuditEntry
from baraza.core.identity.actor import SYSTEM, NotAllowed
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib import clock


@dataclass(frozen=True)
class Viewed:
    """`asked` is what somebody chose, `kept` what of it the list knows, `whole` its address with nothing chosen."""

    name: str
    asked: str
    kept: str
    whole: str

    @property
    def url(self) -> str:
        return f"/console/{self.name}/"


LISTS = (
    Viewed("complaints", "category=noise&state=DRAGON&place=x", "category=noise", "group=open"),
    Viewed("calls", "direction=inbound&after=1-1&dragon=1", "direction=inbound", "all=yes"),
)


@pytest.fixture(params=LISTS, ids=lambda one: one.name)
def viewed(request: pytest.FixtureRequest) -> Viewed:
    assert isinstance(request.param, Viewed)
    return request.param


@pytest.fixture
def clerk(city: City) -> Client:
    return city.signed_in("agent")


def saved(city: City, client: Client, viewed: Viewed, name: str = "Mornings", **beside: str) -> SavedView:
    answer = client.post(f"{viewed.url}views/save/", {"name": name, "query": viewed.asked, **beside})
    assert answer.url == f"{viewed.url}?{viewed.kept}"
    with organisation_scope(organisation_id=city.profile.id):
        return SavedView.objects.get(name=name, list=viewed.name)


def text_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_every_declared_list_is_tried_here() -> None:
    assert sorted(_declared) == sorted(one.name for one in LISTS)


def test_a_view_is_saved_clean_opened_first_and_renamed(city: City, clerk: Client, viewed: Viewed) -> None:
    view = saved(city, clerk, viewed)
    assert (view.query, view.shared) == (viewed.kept, False)

    clerk.post(f"{viewed.url}views/first/", {"view": view.pk})
    clerk.post(f"{viewed.url}views/{view.pk}/", {"name": "Early ones"})

    assert clerk.get(viewed.url).url == f"{viewed.url}?{viewed.kept}"
    assert "Early ones</h1>" in text_of(clerk, f"{viewed.url}?{viewed.kept}")
    assert "Early ones" not in text_of(clerk, f"{viewed.url}?{viewed.whole}").split("<h1")[1].split("</h1>")[0]
    assert "Early ones" not in text_of(city.signed_in("supervisor"), viewed.url)
    clerk.post(f"{viewed.url}views/first/", {"view": ""})
    assert clerk.get(viewed.url).status_code == 200


def test_a_removed_view_is_gone_and_can_be_taken_back_for_a_day(city: City, clerk: Client, viewed: Viewed) -> None:
    view = saved(city, clerk, viewed)
    clerk.post(f"{viewed.url}views/first/", {"view": view.pk})

    page = clerk.post(f"{viewed.url}views/{view.pk}/remove/", follow=True).content.decode()

    assert ("Remove “Mornings”" in page, "Take back “Mornings”" in page) == (False, True)
    assert clerk.get(viewed.url).status_code == 200
    again = clerk.post(f"{viewed.url}views/{view.pk}/remove/")
    assert again.status_code == 404
    clerk.post(f"{viewed.url}views/{view.pk}/back/")
    page = text_of(clerk, f"{viewed.url}views/")
    assert ("Remove “Mornings”" in page, "Take back “Mornings”" in page) == (True, False)
    with organisation_scope(organisation_id=city.profile.id):
        trail = AuditEntry.objects.filter(subject_kind="saved_view", subject_id=str(view.pk)).order_by("pk")
        acts = list(trail.values_list("action", flat=True))
    assert acts == ["view.saved", "view.deleted", "view.taken_back"]


def test_after_a_day_a_removed_view_goes_for_good(city: City, clerk: Client, viewed: Viewed) -> None:
    view = saved(city, clerk, viewed)
    with organisation_scope(organisation_id=city.profile.id):
        SavedView.objects.filter(pk=view.pk).update(removed_at=clock.now() - BACK_WITHIN - timedelta(seconds=1))

    assert "Take back" not in text_of(clerk, f"{viewed.url}views/")
    assert clerk.post(f"{viewed.url}views/{view.pk}/back/").status_code == 404
    saved(city, clerk, viewed, name="Another")
    with organisation_scope(organisation_id=city.profile.id):
        assert not SavedView.objects.filter(pk=view.pk).exists()


def test_a_removed_view_gives_its_name_free_and_does_not_come_back_beside_it(
    city: City, clerk: Client, viewed: Viewed
) -> None:
    view = saved(city, clerk, viewed)
    clerk.post(f"{viewed.url}views/{view.pk}/remove/")
    with organisation_scope(organisation_id=city.profile.id):
        SavedView.objects.filter(pk=view.pk).update(query="old")
    clerk.post(f"{viewed.url}views/save/", {"name": "Mornings", "query": ""})

    page = clerk.post(f"{viewed.url}views/{view.pk}/back/", follow=True).content.decode()

    assert "Another view has its name by now." in page


def test_a_shared_view_is_everybodys_to_open_and_the_leads_to_change(city: City, clerk: Client, viewed: Viewed) -> None:
    lead = city.signed_in("supervisor")
    view = saved(city, lead, viewed, shared="on")

    assert "Mornings" in text_of(clerk, f"{viewed.url}?{viewed.kept}")
    for act in (f"{view.pk}/", f"{view.pk}/remove/"):
        assert clerk.post(f"{viewed.url}views/{act}", {"name": "Mine"}).status_code == 403
    assert clerk.post(f"{viewed.url}views/save/", {"name": "x", "query": "", "shared": "on"}).status_code == 403
    assert city.signed_in("org_admin").post(f"{viewed.url}views/{view.pk}/remove/").status_code == 302


def test_a_name_is_taken_once_and_fifty_are_enough(city: City, clerk: Client, viewed: Viewed) -> None:
    saved(city, clerk, viewed)
    again = clerk.post(f"{viewed.url}views/save/", {"name": "Mornings", "query": ""}, follow=True)
    nameless = clerk.post(f"{viewed.url}views/save/", {"name": " ", "query": ""}, follow=True)
    renamed = clerk.post(f"{viewed.url}views/{saved(city, clerk, viewed, name='B').pk}/", {"name": "Mornings"})

    assert "There is a view of that name already. Choose another name." in again.content.decode()
    assert "Give the view a name of at most 60 characters." in nameless.content.decode()
    assert renamed.status_code == 422
    member = make_member(organisation_id=city.profile.id)
    with organisation_scope(organisation_id=city.profile.id):
        SavedView.objects.bulk_create(
            SavedView(organisation_id=city.profile.id, owner_id=member.id, list=viewed.name, name=str(n))
            for n in range(50)
        )
        with pytest.raises(TooManyViews):
            save_view(actor=member, of=viewed.name, name="51", query="")
        with pytest.raises(NotAllowed):
            save_view(actor=SYSTEM, of=viewed.name, name="x", query="")
        assert FirstView.objects.count() == 0


def test_a_view_of_one_list_is_none_of_another(city: City, clerk: Client) -> None:
    complaints, calls = LISTS
    view = saved(city, clerk, complaints)
    assert clerk.post(f"{calls.url}views/{view.pk}/remove/").status_code == 404
    assert clerk.post(f"{calls.url}views/first/", {"view": view.pk}).status_code == 404
