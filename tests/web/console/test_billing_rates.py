"""The page of exchange rates: what an admin may enter there and where it is read again."""

import pytest
from django.test import Client
from tests.factories.bills import RATE, a_finished_call, an_agency, noon, rules_are
from tests.web.console.conftest import browser_of

from baraza.core.tenancy.scope import organisation_scope

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_march")]
JANUARY, RATES = "/console/billing/2026-01/", "/console/billing/rates/"


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"of": "2026-01 USD", "rate": "0"}, "The rate must be more than nought"),
        ({"of": "2026-01 USD", "rate": "eighteen"}, "Enter a number"),
        ({"of": "2026-01 USD", "rate": ""}, "Enter a rate, such as 18.25"),
        ({"of": "1999-01 USD", "rate": "18.25"}, "not one of the available choices"),
        ({"of": "x", "rate": "18.25"}, "not one of the available choices"),
        ({"rate": "18.25"}, "Choose a month"),
    ],
)
def test_a_rate_that_cannot_be_is_refused_and_kept_in_the_form(given: dict[str, str], says: str) -> None:
    admin = _admin_of_rand()
    answer = admin.post(RATES, given)

    assert (answer.status_code, says in answer.content.decode()) == (422, True)
    assert f'value="{given["rate"]}"' in answer.content.decode() or not given["rate"]
    assert "No rate yet" in admin.get(RATES).content.decode()


def test_a_rate_is_entered_and_stands_on_the_statement() -> None:
    admin = _admin_of_rand()
    assert "No exchange rate" not in admin.get(JANUARY).content.decode()

    assert admin.post(RATES, {"of": "2026-01 USD", "rate": "18.2575"}).status_code == 302

    assert "1 USD = ZAR 18.2575" in admin.get(RATES).content.decode()
    page = admin.get(JANUARY).content.decode()
    assert ("1 USD = ZAR 18.2575" in page, "argin" in page.split("</nav>")[-1]) == (True, False)


def test_where_the_provider_charges_in_the_currency_of_the_bills_no_rate_is_asked_for() -> None:
    page = browser_of(an_agency().admin.id).get(RATES).content.decode()
    assert ("No rate is needed" in page, "Save the rate" in page) == (True, False)


def _admin_of_rand() -> Client:
    """Of an agency that bills in rand and pays in dollars."""
    found = an_agency(currency="ZAR")
    with organisation_scope(organisation_id=found.organisation_id):
        a_finished_call(found, at=noon(2026, 1, 10))
        rules_are(found, RATE)
    return browser_of(found.admin.id)
