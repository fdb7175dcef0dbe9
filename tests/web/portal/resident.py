"""A resident with a browser that runs no scripts: fills the forms of the portal and reads what comes back."""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.test import Client

from baraza.core.organisations.queries import OrganisationProfile
from baraza.core.tenancy.scope import organisation_scope
from baraza.services.complaints.queries.filters import Filter
from baraza.services.complaints.queries.lists import list_complaints
from baraza.services.complaints.queries.one import get_complaint, get_timeline
from baraza.services.complaints.queries.records import ComplaintDetail, TimelineLine

WORDS = "Water is leaking from a pipe in our street"
PLACE = "Vilakazi Street, Soweto"
_WHAT = ("description", "photos", "remove_photos")
_KIND = ("category",)
_PLACE = ("place_text", "latitude", "longitude", "municipality", "ward", "photo")


@dataclass
class Resident:
    client: Client
    city: OrganisationProfile

    def address(self, path: str) -> str:
        return f"/{self.city.slug}/{path}"

    def get(self, path: str, **headers: Any) -> Any:
        return self.client.get(self.address(path), **headers)

    def post(self, path: str, **fields: Any) -> Any:
        return self.client.post(self.address(path), fields)

    def describe(self, **fields: Any) -> Any:
        """What, kind and place; the first page that asks again, else the answer of the last one."""
        given = {"description": WORDS, "place_text": PLACE, "category": "", **fields}
        pages = (("report/", _WHAT), ("report/kind/", _KIND), ("report/place/", _PLACE))
        for path, names in pages:
            answer = self.post(path, **{name: value for name, value in given.items() if name in names})
            if answer.status_code != HTTPStatus.FOUND:
                break
        return answer

    def write_up_to_the_check(self, **fields: Any) -> str:
        """The key of the form that sends."""
        self.describe(**fields)
        self.post("report/contact/", name="", phone="")
        found = re.search(r'name="key" value="([0-9a-f]+)"', self.get("report/check/").content.decode())
        assert found
        return found[1]

    def report(self, **fields: Any) -> str:
        """The reference of a report sent through all steps."""
        sent = self.post("report/check/", key=self.write_up_to_the_check(**fields))
        return str(sent.url).split("/")[-3]

    def complaints(self) -> list[ComplaintDetail]:
        with organisation_scope(organisation_id=self.city.id):
            page = list_complaints(wanted=Filter(group="all"))
            return [get_complaint(reference=one.reference) for one in page.complaints]

    def timeline(self, reference: str) -> list[TimelineLine]:
        with organisation_scope(organisation_id=self.city.id):
            return get_timeline(complaint_id=get_complaint(reference=reference).id, public_only=True)


def words_of(response: Any) -> str:
    """What the page says, without markup."""
    page = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page))).strip()


def errors_of(response: Any) -> dict[str, list[str]]:
    """The errors of the page's form, by field."""
    errors: dict[str, Iterable[str]] = response.context["form"].errors
    return {name: list(texts) for name, texts in errors.items()}
