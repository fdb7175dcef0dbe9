"""Nobody can walk through the references, and nobody who has one is held up."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories.complaints import make_complaint

from baraza.core.identity.sign_in.limits import WRONG_REFERENCES_PER_MINUTE as BURST
from baraza.core.organisations.queries import OrganisationProfile
from baraza.core.tenancy.scope import organisation_scope

pytestmark = pytest.mark.django_db


def _page(city: OrganisationProfile, reference: str) -> str:
    return reverse("portal:tracked", args=[city.slug, reference])


def test_who_keeps_guessing_is_refused_for_right_and_wrong_references_alike(
    client: Client, city: OrganisationProfile
) -> None:
    with organisation_scope(organisation_id=city.id):
        known = make_complaint().reference
    for _ in range(BURST):
        assert client.get(_page(city, "MI-2026-AAAAAA")).status_code == 404

    right, wrong = client.get(_page(city, known)), client.get(_page(city, "MI-2026-AAAAAA"))

    assert right.status_code == wrong.status_code == 429
    assert int(right["Retry-After"]) in range(1, 61)
    assert client.get(reverse("portal:track", args=[city.slug])).status_code == 200


def test_another_address_is_not_held_up(client: Client, city: OrganisationProfile) -> None:
    for _ in range(BURST):
        client.get(_page(city, "MI-2026-AAAAAA"))

    assert client.get(_page(city, "MI-2026-AAAAAA"), REMOTE_ADDR="198.51.100.7").status_code == 404


def test_who_looks_at_their_report_all_day_is_never_refused(client: Client, city: OrganisationProfile) -> None:
    with organisation_scope(organisation_id=city.id):
        known = make_complaint().reference

    assert {client.get(_page(city, known)).status_code for _ in range(2 * BURST)} == {200}


def test_the_form_counts_wrong_references_too(client: Client, city: OrganisationProfile) -> None:
    address = reverse("portal:track", args=[city.slug])

    statuses = [client.post(address, {"reference": "MI-2026-AAAAAA"}).status_code for _ in range(BURST + 1)]

    assert statuses == [422] * BURST + [429]
