"""Files of lists from the pages: asked for, watched, downloaded, made on a schedule."""

import csv
import io
import uuid
from typing import Any

import pytest
from django.test import Client
from tests.web.console.conftest import City

from baraza.capabilities.exports import actions
from baraza.capabilities.exports.making import make
from baraza.capabilities.exports.models import Export, Schedule
from baraza.core.tenancy.scope import organisation_scope

NEW = "/console/exports/new/"


@pytest.fixture
def clerk(city: City) -> Client:
    return city.signed_in("agent")


def asked(client: Client, query: str = "kind=complaints&group=all", kind: str = "csv") -> Any:
    return client.post(f"{NEW}?{query}", {"format": kind})


def made(city: City, answer: Any) -> str:
    export_id = answer.url.split("/")[-2]
    make(organisation_id=city.profile.id, export_id=uuid.UUID(export_id))
    return str(export_id)


def downloaded(client: Client, export_id: str) -> list[list[str]]:
    answer = client.get(f"/console/exports/{export_id}/file/")
    content = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content, newline="")))


@pytest.mark.parametrize(
    ("query", "expected"),
    [("group=all", ["noise", "pipe", "pipe"]), ("group=all&category=noise", ["noise"]), ("group=settled", [])],
)
def test_a_file_holds_exactly_what_the_list_shows(city: City, clerk: Client, query: str, expected: list[str]) -> None:
    noise = city.complaint(category="noise").reference
    other = city.complaint().reference
    names = {noise: "noise", other: "pipe", city.reference: "pipe"}

    rows = downloaded(clerk, made(city, asked(clerk, f"kind=complaints&{query}")))
    shown = clerk.get(f"/console/complaints/?{query}").context["page"].complaints

    assert sorted(names[row[0]] for row in rows[1:]) == expected
    assert sorted(row[0] for row in rows[1:]) == sorted(one.reference for one in shown)


def test_the_page_of_a_file_shows_it_being_made_and_then_the_way_to_it(city: City, clerk: Client) -> None:
    answer = asked(clerk)
    waiting = clerk.get(answer.url).content.decode()
    export_id = made(city, answer)
    ready = clerk.get(answer.url, headers={"HX-Request": "true"}).content.decode()

    assert 'hx-trigger="every 2s"' in waiting
    assert "Waiting" in waiting
    assert "every 2s" not in ready
    assert f'href="/console/exports/{export_id}/file/"' in ready
    assert ready.lstrip().startswith('<div id="progress"')


def test_the_download_names_its_file_and_is_kept_by_no_browser(city: City, clerk: Client) -> None:
    export_id = made(city, asked(clerk))

    answer = clerk.get(f"/console/exports/{export_id}/file/")

    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"].startswith('attachment; filename="complaints-')
    assert answer["Cache-Control"] == "no-store, private"
    assert answer["X-Content-Type-Options"] == "nosniff"
    answer.close()


def test_it_can_be_cancelled_from_its_page(city: City, clerk: Client) -> None:
    export_id = asked(clerk).url.split("/")[-2]

    page = clerk.post(f"/console/exports/{export_id}/cancel/", follow=True).content.decode()

    assert "The file is not made any further." in page
    assert "Cancelled" in page


def test_a_pdf_of_too_many_rows_is_refused_in_words_before_anything_is_made(
    city: City, clerk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "PDF_ROWS_AT_MOST", 0)

    answer = asked(clerk, kind="pdf")

    assert answer.status_code == 422
    assert "This list has 1 row; a PDF holds 0. Choose CSV or Excel, or filter the list." in answer.content.decode()


@pytest.mark.parametrize("kind", ["", "exe", "csv\0"])
def test_a_format_that_is_not_offered_is_refused(clerk: Client, kind: str) -> None:
    assert asked(clerk, kind=kind).status_code == 422


@pytest.mark.parametrize("query", ["", "kind=secrets", "kind=%00"])
def test_a_list_that_nobody_offers_is_not_found(clerk: Client, query: str) -> None:
    assert clerk.get(f"{NEW}?{query}").status_code == 404


def test_the_trail_is_taken_away_by_admins_alone(city: City, clerk: Client) -> None:
    admin = city.signed_in("org_admin")

    rows = downloaded(admin, made(city, asked(admin, "kind=audit&action=complaint.opened")))

    assert clerk.get(f"{NEW}?kind=audit").status_code == 403
    assert {row[4] for row in rows[1:]} == {"complaint.opened"}
    assert 'href="/console/exports/new/?kind=audit"' in admin.get("/console/audit/").content.decode()


def test_an_admin_sees_everybodys_files_and_says_how_long_they_are_kept(city: City, clerk: Client) -> None:
    made(city, asked(clerk))
    admin = city.signed_in("org_admin")

    mine, everybodys = (len(admin.get(f"/console/exports/{query}").context["rows"]) for query in ("", "?who=all"))
    wrong = admin.post("/console/exports/keeping/", {"days": "0"})
    saved = admin.post("/console/exports/keeping/", {"days": "3"}, follow=True)

    assert (mine, everybodys, wrong.status_code) == (0, 1, 422)
    assert 'value="3"' in saved.content.decode()


def test_a_schedule_is_written_with_the_filter_of_the_list(city: City) -> None:
    lead = city.signed_in("supervisor")
    address = "/console/exports/schedules/new/?kind=complaints&category=noise&group=all"
    form = {
        "title": "Noise", "format": "csv", "period": "last", "every": "month", "weekday": "0", "day": "31", "hour": "6",
    }  # fmt: skip
    nobody = lead.post(address, form)
    saved = lead.post(address, {**form, "recipients": [lead.session["_auth_user_id"]]}, follow=True)

    assert nobody.status_code == 422
    assert "Choose at least one person" in nobody.content.decode()
    assert "<li>All open</li><li>Noise</li>" in lead.get(address.replace("all", "open")).content.decode()
    assert "On day 31 of every month at 06:00" in saved.content.decode()
    with organisation_scope(organisation_id=city.profile.id):
        schedule = Schedule.objects.get(title="Noise")
    assert schedule.narrowing["categories"] == ["noise"]
    assert schedule.narrowed_by == ["Noise"]


def test_a_forged_recipient_of_another_organisation_is_refused(city: City) -> None:
    lead = city.signed_in("supervisor")
    form = {"title": "x", "format": "csv", "period": "all", "every": "day", "weekday": "0", "day": "1", "hour": "6"}

    answer = lead.post("/console/exports/schedules/new/?kind=complaints", {**form, "recipients": ["999999"]})

    assert answer.status_code == 422


def test_files_of_the_city_are_its_own(city: City, clerk: Client) -> None:
    with organisation_scope(organisation_id=city.profile.id):
        assert Export.objects.filter(pk=city.work.export).exists()
    assert clerk.get(f"/console/exports/{city.work.export}/").status_code == 404


def test_the_list_of_complaints_leads_to_its_file_with_its_filter(city: City, clerk: Client) -> None:
    page = clerk.get("/console/complaints/?category=burst_pipe&group=all").content.decode()

    assert 'href="/console/exports/new/?kind=complaints&amp;category=burst_pipe&amp;group=all"' in page


def test_a_case_leads_admins_to_its_entries(city: City, clerk: Client) -> None:
    link = f'href="/console/audit/?subject=complaint&amp;which={city.reference}"'

    pages = [
        one.get(f"/console/complaints/{city.reference}/").content.decode()
        for one in (city.signed_in("org_admin"), clerk)
    ]

    assert [link in page for page in pages] == [True, False]
