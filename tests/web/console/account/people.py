"""People who sign in through the page, as a browser without JavaScript does."""

from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from tests.factories.core import PASSWORD, make_member, make_organisation

from baraza.core.audit.models import AuditEntry
from baraza.core.identity.actions.second_factor import add_app
from baraza.core.identity.models import User
from baraza.core.identity.second_factor.totp import new_secret
from baraza.core.organisations.models import OrganisationSecurity
from baraza.core.tenancy.scope import organisation_scope

SIGN_IN = "/console/sign-in/"
SECOND = "/console/sign-in/second-factor/"


@dataclass(frozen=True, kw_only=True)
class Person:
    organisation_id: int
    user: User
    browser: Client = field(default_factory=Client)

    def signs_in(self, password: str = PASSWORD, **fields: str) -> Any:
        return self.browser.post(SIGN_IN, {"username": self.user.email, "password": password, **fields})

    def other_browser(self) -> "Person":
        return Person(organisation_id=self.organisation_id, user=self.user)

    def is_in(self) -> bool:
        return bool(self.browser.get("/console/account/").status_code == 200)

    def trail(self) -> list[tuple[str, dict[str, object]]]:
        with organisation_scope(organisation_id=self.organisation_id):
            rows = AuditEntry.objects.filter(subject_kind="person", subject_id=str(self.user.pk)).order_by("pk")
            return list(rows.values_list("action", "changes"))


def a_person(*, role: str = "agent", **policy: Any) -> Person:
    organisation_id = make_organisation().id
    user = User.objects.get(pk=make_member(organisation_id=organisation_id, role=role).id)
    if policy:
        with organisation_scope(organisation_id=organisation_id):
            OrganisationSecurity.objects.update_or_create(organisation_id=organisation_id, defaults=policy)
    return Person(organisation_id=organisation_id, user=user)


def with_app(person: Person, *, at: float) -> tuple[str, list[str]]:
    """The app's secret and the recovery codes; set up with the code of the moment before `at`."""
    import pyotp

    secret = new_secret()
    return secret, add_app(user=person.user, secret=secret, code=pyotp.TOTP(secret).at(at))
