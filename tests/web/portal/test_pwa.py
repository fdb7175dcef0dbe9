"""The portal as an app: manifest, icons, service worker, and a report that waited on a phone."""

import json
import uuid
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from tests.capabilities.media.photos import jpeg
from tests.factories.core import make_organisation
from tests.web.portal.resident import Resident

from baraza.core.organisations.queries import OrganisationProfile
from baraza.core.tenancy.scope import organisation_scope
from baraza.services.complaints.queries.one import get_complaint, get_timeline

WORDS = {"description": "Water is leaking from a pipe in our street", "place_text": "Vilakazi Street, Soweto"}


def manifest_of(client: Client, city: OrganisationProfile) -> dict[str, object]:
    answer = client.get(f"/{city.slug}/app.webmanifest")
    assert answer.headers["Content-Type"] == "application/manifest+json; charset=utf-8"
    return json.loads(answer.content)


def test_the_manifest_names_the_city_and_every_icon_and_shortcut_can_be_fetched(
    client: Client, city: OrganisationProfile
) -> None:
    found = manifest_of(client, city)
    assert (found["name"], found["scope"], found["display"]) == ("Umngeni Bay", f"/{city.slug}/", "standalone")
    sizes = []
    for icon in found["icons"]:
        answer = client.get(icon["src"])
        assert answer.headers["Content-Type"] == "image/png"
        sizes.append((Image.open(BytesIO(answer.content)).size, icon["purpose"]))
    assert sizes == [((192, 192), "any"), ((512, 512), "any"), ((512, 512), "maskable")]
    assert [client.get(one["url"]).status_code for one in found["shortcuts"]] == [200, 200]


def test_two_cities_have_two_apps(client: Client, city: OrganisationProfile) -> None:
    other = make_organisation(name="Karoo Town")
    assert manifest_of(client, city)["id"] != manifest_of(client, other)["id"]


def test_an_icon_of_no_known_size_is_not_found(client: Client, city: OrganisationProfile) -> None:
    assert client.get(f"/{city.slug}/icon-9999.png").status_code == 404


def test_the_worker_lies_in_the_portals_folder_and_is_asked_for_anew_each_time(
    client: Client, city: OrganisationProfile
) -> None:
    answer = client.get(f"/{city.slug}/worker.js")
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-cache"
    config = json.loads(answer.content.decode().split("\n", 1)[0].removeprefix("const CONFIG = ").rstrip(";"))
    assert config["home"] == f"/{city.slug}/"
    assert config["offline"] == f"/{city.slug}/offline/"


def test_the_page_that_a_phone_keeps_holds_no_token_and_sets_no_cookie(
    client: Client, city: OrganisationProfile
) -> None:
    answer = client.get(f"/{city.slug}/offline/")
    assert answer.status_code == 200
    assert b"csrfmiddlewaretoken" not in answer.content
    assert not answer.cookies


def test_a_link_of_our_own_scheme_leads_to_the_report(client: Client, city: OrganisationProfile) -> None:
    answer = client.get(f"/{city.slug}/open/", {"address": "web+baraza:mi-2026-4kx7qa"})
    assert answer.headers["Location"] == f"/{city.slug}/track/MI-2026-4KX7QA/"


@pytest.mark.parametrize("address", ["tel:+27821234567", "web+baraza:https://elsewhere.example", "", "javascript:x"])
def test_any_other_link_leads_home(client: Client, city: OrganisationProfile, address: str) -> None:
    answer = client.get(f"/{city.slug}/open/", {"address": address})
    assert answer.headers["Location"] == f"/{city.slug}/"


def test_who_shared_nothing_is_told_so(client: Client, city: OrganisationProfile) -> None:
    answer = client.get(f"/{city.slug}/share/")
    assert "Nothing was shared" in answer.content.decode()


def test_a_share_that_no_worker_took_is_thrown_away_and_the_person_told(city: OrganisationProfile) -> None:
    strict = Client(enforce_csrf_checks=True)

    answer = strict.post(f"/{city.slug}/share/", {"text": "Shared words"}, follow=True)

    assert answer.redirect_chain == [(f"/{city.slug}/share/", 302)]
    page = answer.content.decode()
    assert "no photo and no words came along" in page
    assert "Shared words" not in page
    assert "sessionid" not in strict.cookies


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Umngeni Bay", "Umngeni Bay"),
        ("Mzansi Municipal Desk", "Mzansi"),
        ("City of Cape Town", "City of Cape"),
        ("Llanfairpwllgwyngyll", "Llanfairpwll"),
    ],
)
def test_the_name_below_the_icon_is_cut_between_words(db: None, client: Client, name: str, short: str) -> None:
    assert manifest_of(client, make_organisation(name=name))["short_name"] == short


def sent(resident: Resident, city: OrganisationProfile, *, key: str, **fields: object) -> tuple[int, dict[str, object]]:
    answer = resident.client.post(f"/{city.slug}/offline/send/", {**WORDS, **fields}, headers={"Idempotency-Key": key})
    return answer.status_code, json.loads(answer.content)


def test_a_queue_sent_twice_opens_one_report_with_its_photo(resident: Resident, city: OrganisationProfile) -> None:
    key = str(uuid.uuid4())
    photo = jpeg(320, 240)
    first = sent(resident, city, key=key, photos=SimpleUploadedFile("pipe.jpg", photo, "image/jpeg"))
    again = sent(resident, city, key=key, photos=SimpleUploadedFile("pipe.jpg", photo, "image/jpeg"))
    assert (first[0], again[0]) == (201, 200)
    assert first[1] == again[1]
    with organisation_scope(organisation_id=city.id):
        complaint = get_complaint(reference=str(first[1]["reference"]))
        lines = get_timeline(complaint_id=complaint.id, public_only=False)
    assert complaint.description == WORDS["description"]
    assert [line.kind for line in lines].count("photo") == 1


def test_what_cannot_be_taken_is_said_field_by_field_and_opens_nothing(
    resident: Resident, city: OrganisationProfile
) -> None:
    status, answer = sent(resident, city, key=str(uuid.uuid4()), description="", place_text="", phone="12")
    assert status == 422
    assert set(answer["errors"]) == {"description", "place_text", "phone"}


def test_a_report_without_a_key_is_refused(resident: Resident, city: OrganisationProfile) -> None:
    assert sent(resident, city, key="once")[0] == 400


def test_another_site_cannot_send_a_report(city: OrganisationProfile) -> None:
    strict = Client(enforce_csrf_checks=True)
    headers = {"Idempotency-Key": str(uuid.uuid4()), "Origin": "https://elsewhere.example"}
    assert strict.post(f"/{city.slug}/offline/send/", WORDS, headers=headers).status_code == 403


def test_a_fresh_token_lets_a_phone_send_whose_page_is_old(city: OrganisationProfile) -> None:
    phone = Client(enforce_csrf_checks=True)
    token = phone.get(f"/{city.slug}/offline/token/").json()["token"]
    headers = {"Idempotency-Key": str(uuid.uuid4()), "X-CSRFToken": token}
    assert phone.post(f"/{city.slug}/offline/send/", WORDS, headers=headers).status_code == 201


def test_one_address_cannot_pour_in_reports_without_end(resident: Resident, city: OrganisationProfile) -> None:
    statuses = [sent(resident, city, key=str(uuid.uuid4()), description="")[0] for _ in range(62)]
    assert statuses[0] == 422
    assert statuses[-1] == 429
