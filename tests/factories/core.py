"""Organisations, members and connections for tests, made by the same actions as real ones."""

import itertools
from collections.abc import Mapping
from typing import Any

from baraza.core.identity.actions import enrol_member
from baraza.core.identity.actor import Actor
from baraza.core.ingress.connections import open_connection
from baraza.core.ingress.contract import ConnectionFacts
from baraza.core.organisations.actions import NewOrganisation, found_organisation
from baraza.core.organisations.queries import OrganisationProfile, get_organisation

PASSWORD = "correct horse battery staple"

_numbers = itertools.count(1)


def make_organisation(**overrides: Any) -> OrganisationProfile:
    number = next(_numbers)
    values: dict[str, Any] = {
        "slug": f"city-{number}",
        "name": f"City {number}",
        "country": "ZA",
        "languages": ("en", "af", "zu", "xh"),
        "phone_region": "ZA",
    }
    return get_organisation(organisation_id=found_organisation(new=NewOrganisation(**{**values, **overrides})))


def make_member(*, organisation_id: int, role: str = "agent", **overrides: Any) -> Actor:
    number = next(_numbers)
    values = {"email": f"member{number}@example.org", "name": f"Member {number}", "password": PASSWORD, **overrides}
    user_id = enrol_member(organisation_id=organisation_id, role=role, **values)
    return Actor(
        kind="member", id=user_id, role=role, name=values["name"], clients=frozenset(overrides.get("clients", ()))
    )


def make_connection(
    *,
    organisation_id: int,
    source: str = "whatsapp.meta_cloud",
    secrets: Mapping[str, str] | None = None,
    **overrides: Any,
) -> ConnectionFacts:
    number = next(_numbers)
    values: dict[str, Any] = {"name": f"Connection {number}", "options": {}, **overrides}
    return open_connection(
        organisation_id=organisation_id,
        source=source,
        secrets={"app_secret": "s3cr3t"} if secrets is None else secrets,
        **values,
    )
