"""The page of colours and logo, and what residents see of them."""

import io

import pytest
from django.test import Client
from PIL import Image
from tests.web.console.settings.pages.asking import BASE, page, refused

from baraza.core.organisations.queries import OrganisationProfile

pytestmark = pytest.mark.django_db


def test_colours_are_served_to_portal_and_console_and_kept_by_browsers(
    admin: Client, city: OrganisationProfile
) -> None:
    admin.post(BASE + "branding/", {"version": "1", "brand": "5B2A86"})
    portal = Client().get(f"/{city.slug}/").content.decode()
    address = portal.split('<link rel="stylesheet" href="/' + city.slug)[1].split('"')[0]
    sheet = Client().get(f"/{city.slug}{address}".replace("&amp;", "&"))

    assert "--ba-brand:#5b2a86" in sheet.content.decode()
    assert sheet["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in sheet["Cache-Control"]
    assert f"/{city.slug}{address}" in page(admin, "")


def test_unreadable_colours_are_refused_with_what_would_pass(admin: Client, city: OrganisationProfile) -> None:
    found = refused(admin, "branding/", {"version": "1", "brand": "#f5b324", "header": "no colour"})
    assert "Write a colour as #" in found

    found = refused(admin, "branding/", {"version": "1", "brand": "#f5b324"})
    assert "would pass" in found
    assert 'value="#f5b324"' in found
    assert "theme.css" not in Client().get(f"/{city.slug}/").content.decode()


@pytest.mark.parametrize("given", ["red;}body{display:none", "</style>", "#12", "url(x)"])
def test_a_sample_lets_nothing_but_colours_through(admin: Client, given: str) -> None:
    answer = admin.get(BASE + "branding/sample.css", {"brand": given})

    assert answer.status_code == 200
    assert given not in answer.content.decode()


def picture(width: int, height: int, kind: str = "PNG") -> io.BytesIO:
    written = io.BytesIO()
    Image.new("RGBA" if kind == "PNG" else "RGB", (width, height), "#5b2a86").save(written, format=kind)
    written.seek(0)
    written.name = f"logo.{kind.lower()}"
    return written


def test_a_logo_is_written_anew_and_shown_to_residents(admin: Client, city: OrganisationProfile) -> None:
    admin.post(BASE + "branding/", {"version": "1", "logo": picture(400, 200, "JPEG")})
    portal = Client().get(f"/{city.slug}/").content.decode()
    logo = Client().get(f"/{city.slug}/logo.png")

    assert f"/{city.slug}/logo.png?v=" in portal
    assert Image.open(io.BytesIO(logo.content)).size == (144, 144)
    assert (logo["Content-Type"], logo["X-Content-Type-Options"]) == ("image/png", "nosniff")


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"\x89PNG\r\n\x1a\nbroken",
        b"x" * 1_048_577,
    ],
    ids=["a drawing with a script", "a broken picture", "too large"],
)
def test_what_is_no_picture_is_no_logo(admin: Client, city: OrganisationProfile, content: bytes) -> None:
    sent = io.BytesIO(content)
    sent.name = "logo.png"

    refused(admin, "branding/", {"version": "1", "logo": sent})

    assert Client().get(f"/{city.slug}/logo.png").status_code == 404


def test_a_logo_too_small_to_be_seen_is_refused(admin: Client) -> None:
    assert "too small" in refused(admin, "branding/", {"version": "1", "logo": picture(20, 200)})
