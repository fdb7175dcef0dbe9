"""A city with a complaint and a question, and people of every role at its console."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import Client, override_settings
from pytest_django import DjangoDbBlocker, Settings
from tests.capabilities.media.photos import jpeg
from tests.factories.access import AccessRows, make_access_rows
from tests.factories.calls import CallRows, make_call_rows
from tests.factories.complaints import make_complaint, make_contact
from tests.factories.core import make_member, make_organisation
from tests.factories.settings import SettingsRows, make_settings_rows
from tests.factories.webhooks import WebhookRows, make_webhook_rows
from tests.factories.work import WorkRows, make_work_rows
from tests.web.console.everything import Rows, everything_of, without_traces

from baraza.capabilities.media.actions import store_upload
from baraza.conversation.models import Thread
from baraza.core.audit.models import AuditEntry
from baraza.core.identity.actor import Actor, resident
from baraza.core.identity.models import User
from baraza.core.organisations.queries import OrganisationProfile
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib import clock
from baraza.services.complaints.actions.people import ask_person
from baraza.services.complaints.queries.records import ComplaintDetail


@dataclass(frozen=True, kw_only=True)
class City:
    """What few tests are about is made when the first of them asks for it: all of it costs more than most tests."""

    profile: OrganisationProfile
    contact_id: int
    reference: str
    media_id: str

    @cached_property
    def thread_id(self) -> int:
        with organisation_scope(organisation_id=self.profile.id):
            ask_person(
                actor=resident(contact_id=self.contact_id),
                text="May I speak to you?",
                connection_id=None,
                source_key="q",
            )
            return Thread.objects.get().pk

    @cached_property
    def admin(self) -> Actor:
        return make_member(organisation_id=self.profile.id, role="org_admin")

    @cached_property
    def work(self) -> WorkRows:
        return make_work_rows(organisation_id=self.profile.id, actor=self.admin)

    @cached_property
    def own(self) -> SettingsRows:
        with organisation_scope(organisation_id=self.profile.id):
            return make_settings_rows(organisation_id=self.profile.id, actor=self.admin)

    @cached_property
    def access(self) -> AccessRows:
        return make_access_rows(organisation_id=self.profile.id)

    @cached_property
    def calls(self) -> CallRows:
        return make_call_rows(organisation_id=self.profile.id, actor=self.admin)

    @cached_property
    def webhooks(self) -> WebhookRows:
        return make_webhook_rows(organisation_id=self.profile.id)

    def words(self) -> dict[str, int | str]:
        """What stands in an address or a form for the rows of this city; makes all that is not there yet."""
        return {
            "reference": self.reference,
            "media": self.media_id,
            "thread": self.thread_id,
            "organisation": self.profile.id,
            "slug": self.profile.slug,
            **self.work.words(),
            **self.access.words(),
            **self.own.words(),
            **self.calls.words(),
            **self.webhooks.words(),
            "entry": self.entry_id,
        }

    def signed_in(self, role: str) -> Client:
        """A browser of a member with this role."""
        return browser_of(make_member(organisation_id=self.profile.id, role=role).id)

    def complaint(self, **values: object) -> ComplaintDetail:
        with organisation_scope(organisation_id=self.profile.id):
            return make_complaint(**values)

    def everything(self) -> Rows:
        """All rows that an act at the console could change, but not the traces of a look."""
        rows = self.everything_with_traces()
        return {table: without_traces(table, rows) for table in rows}

    def everything_with_traces(self) -> Rows:
        return everything_of(self.profile.id)

    @property
    def entry_id(self) -> int:
        """Of the audit trail."""
        with organisation_scope(organisation_id=self.profile.id):
            return AuditEntry.objects.order_by("pk").values_list("pk", flat=True)[0]


def browser_of(user_id: int | None) -> Client:
    """Signed in a moment ago, so nothing asks for the password again."""
    client = Client()
    client.force_login(User.objects.get(pk=user_id))
    just_confirmed(client, user_id=user_id)
    return client


def just_confirmed(client: Client, *, user_id: int | None) -> None:
    session = client.session
    session["account_authentication_methods_user"] = str(user_id)
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session.save()


@pytest.fixture
def in_march(monkeypatch: pytest.MonkeyPatch) -> None:
    """When the bills of January and February can be looked at."""
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 3, 20, 9, tzinfo=UTC))


@pytest.fixture
def city(db: None, settings: Settings, tmp_path: Path) -> City:
    settings.MEDIA_ROOT = tmp_path
    return make_city()


@pytest.fixture(scope="module")
def standing(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[City]:
    """One city for a whole module, whose tests ask for `db` and so take back what they change in it."""
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
        around_all = transaction.atomic()
        with django_db_blocker.unblock():
            around_all.__enter__()
            city = make_city()
            city.words()
        yield city
        with django_db_blocker.unblock():
            transaction.set_rollback(True)
            around_all.__exit__(None, None, None)
    connection.close()


def make_city() -> City:
    profile = make_organisation(name="Umngeni Bay")
    with organisation_scope(organisation_id=profile.id):
        contact_id = make_contact(name="Thandi", language="zu")
        media_id = store_upload(content=jpeg(64, 48), file_name="photo.jpg")
        complaint = make_complaint(
            contact_id=contact_id,
            photos=(media_id,),
            guessed_category="burst_pipe",
            guessed_priority="high",
            guess_confidence=0.8,
            guess_model="m1",
        )
    return City(profile=profile, contact_id=contact_id, reference=complaint.reference, media_id=media_id)
