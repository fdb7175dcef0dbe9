"""News by e-mail: chosen while reporting, on a report's page and with the other choices; ended with one click."""

import re

import pytest
from django.test import Client
from tests.channels.letters import SMTP
from tests.web.portal.resident import Resident, errors_of, words_of

from baraza.core.ingress.connections import open_connection
from baraza.core.organisations.queries import OrganisationProfile
from baraza.core.tenancy.scope import organisation_scope
from baraza.messaging import actions
from baraza.messaging.contacts import contact_of
from baraza.messaging.contract import Sender
from baraza.messaging.emails import contact_with_email, email_of, keep_email, stop_token
from baraza.messaging.models import Address, Contact, OutboxEntry
from baraza.messaging.preferences import preferences_of
from baraza.services.complaints.models import Complaint, Follower

READER = "aline@example.org"


@pytest.fixture
def letters(city: OrganisationProfile) -> OrganisationProfile:
    open_connection(
        organisation_id=city.id, source="email.smtp", name="Letters", secrets=SMTP.secrets, options=SMTP.options
    )
    return city


def posted(city: OrganisationProfile) -> list[OutboxEntry]:
    with organisation_scope(organisation_id=city.id):
        return list(OutboxEntry.objects.order_by("id"))


def code_sent(city: OrganisationProfile, to: str = READER) -> str:
    entry = posted(city)[-1]
    assert entry.to == to
    found = re.search(r"\d{6}", entry.content["body"])
    assert found is not None
    return found.group()


def test_without_a_connection_for_letters_nobody_is_asked_for_an_address(resident: Resident) -> None:
    resident.describe()
    assert "e-mail" not in words_of(resident.get("report/contact/"))


def test_a_report_with_a_proved_address_is_confirmed_by_a_letter_that_opens_it(
    resident: Resident, letters: OrganisationProfile
) -> None:
    resident.describe()
    asked = resident.post("report/contact/", name="Aline", phone="", email=" Aline@Example.org ")
    assert asked.url == resident.address("email/code/")
    assert READER in words_of(resident.get("email/code/"))
    wrong = resident.post("email/code/", code="000000" if code_sent(letters) != "000000" else "000001")
    assert errors_of(wrong) == {"code": ["This code does not work. Check it, or ask for a new one"]}
    right = resident.post("email/code/", code=code_sent(letters))
    assert right.url == resident.address("report/check/")
    check = resident.get("report/check/")
    assert READER in words_of(check)
    resident.post("report/check/", key=check.context["draft"].key)

    with organisation_scope(organisation_id=letters.id):
        complaint = Complaint.objects.get()
        reader = contact_with_email(email=READER)
        assert reader is not None
        assert complaint.contact_id == reader
        assert Contact.objects.get(pk=reader).name == "Aline"
    letter = posted(letters)[-1]
    assert letter.key == f"complaints.opened:{complaint.pk}"
    assert letter.content["subject"] == f"We have your report {complaint.reference}"
    path = letter.content["link"].removeprefix("http://localhost:8000")
    assert resident.client.get(path).headers["Location"] == resident.address(f"track/{complaint.reference}/")


def test_five_wrong_codes_to_an_address_end_the_right_one(resident: Resident, letters: OrganisationProfile) -> None:
    resident.describe()
    resident.post("report/contact/", name="", phone="", email=READER)
    right = code_sent(letters)
    for _ in range(5):
        resident.post("email/code/", code="000000" if right != "000000" else "111111")
    assert resident.post("email/code/", code=right).status_code == 422


def test_an_address_that_was_not_proved_is_not_in_the_report(resident: Resident, letters: OrganisationProfile) -> None:
    resident.describe()
    resident.post("report/contact/", name="", phone="", email=READER)
    check = resident.get("report/check/")
    assert READER not in words_of(check)
    resident.post("report/check/", key=check.context["draft"].key)
    with organisation_scope(organisation_id=letters.id):
        assert (Complaint.objects.get().contact_id, contact_with_email(email=READER)) == (None, None)


def test_what_is_no_address_is_explained_at_its_field(resident: Resident, letters: OrganisationProfile) -> None:
    resident.describe()
    answer = resident.post("report/contact/", name="", phone="", email="aline at home")
    assert (answer.status_code, errors_of(answer)) == (
        422,
        {"email": ["Write an e-mail address such as name@example.org"]},
    )
    assert posted(letters) == []


def test_a_number_of_somebody_else_does_not_bring_their_letters(
    resident: Resident, letters: OrganisationProfile
) -> None:
    """Whoever writes another person's number beside their own address follows the report, and no more."""
    with organisation_scope(organisation_id=letters.id):
        victim = contact_of(sender=Sender(phone="+27821234567")).pk
    resident.describe()
    resident.post("report/contact/", name="", phone="082 123 4567", email=READER)
    resident.post("email/code/", code=code_sent(letters))
    resident.post("report/check/", key=resident.get("report/check/").context["draft"].key)
    with organisation_scope(organisation_id=letters.id):
        complaint = Complaint.objects.get()
        assert complaint.contact_id == victim
        assert email_of(contact_id=victim) == ""
        assert Follower.objects.get().contact_id == contact_with_email(email=READER)


def test_whoever_knows_a_report_gets_its_news_by_e_mail(resident: Resident, letters: OrganisationProfile) -> None:
    reference = resident.report()
    stranger = Resident(Client(), letters)
    asked = stranger.post(f"track/{reference}/email/", email=READER)
    assert asked.url == stranger.address("email/code/")
    followed = stranger.post("email/code/", code=code_sent(letters))
    assert followed.url == stranger.address(f"track/{reference}/")
    with organisation_scope(organisation_id=letters.id):
        assert Follower.objects.get().contact_id == contact_with_email(email=READER)
    assert "MI-2026-ZZZZZZ" not in words_of(stranger.get("track/MI-2026-ZZZZZZ/email/"))


def test_reports_are_found_by_the_address_too(resident: Resident, letters: OrganisationProfile) -> None:
    with organisation_scope(organisation_id=letters.id):
        contact_id = actions.contact_without_address(language="en")
        keep_email(contact_id=contact_id, email=READER, language="en", proof="a test")
    unknown = resident.post("my-data/phone/", phone="nobody@example.org")
    assert (unknown.url, posted(letters)) == (resident.address("my-data/code/"), [])
    resident.post("my-data/phone/", phone=READER)
    opened = resident.post("my-data/code/", code=code_sent(letters))
    assert opened.url == resident.address("my-data/")
    assert READER in words_of(resident.get("my-data/"))


def test_e_mail_is_chosen_with_the_other_ways_and_another_address_is_proved_first(
    resident: Resident, letters: OrganisationProfile
) -> None:
    with organisation_scope(organisation_id=letters.id):
        contact_id = actions.contact_without_address(language="en")
        keep_email(contact_id=contact_id, email=READER, language="en", proof="a test")
    resident.post("my-data/phone/", phone=READER)
    resident.post("my-data/code/", code=code_sent(letters))
    empty = resident.post("my-data/telling/", told_by="email", name="", profile="", email="")
    assert errors_of(empty) == {"email": ["Write your e-mail address"]}
    asked = resident.post(
        "my-data/telling/", told_by="email", name="", profile="text_only", email="new@example.org", any_time="on"
    )
    assert asked.url == resident.address("email/code/")
    with organisation_scope(organisation_id=letters.id):
        assert (preferences_of(contact_id=contact_id).told_by, email_of(contact_id=contact_id)) == ("", READER)
    resident.post("email/code/", code=code_sent(letters, "new@example.org"))
    with organisation_scope(organisation_id=letters.id):
        kept = preferences_of(contact_id=contact_id)
        assert (kept.told_by, kept.profile, kept.any_time) == ("email", "text_only", True)
        assert email_of(contact_id=contact_id) == "new@example.org"


def test_an_address_is_put_right_and_removed_without_choosing_letters(
    resident: Resident, letters: OrganisationProfile
) -> None:
    with organisation_scope(organisation_id=letters.id):
        contact_id = contact_of(sender=Sender(email=READER, name="Aline")).pk
    resident.post("my-data/phone/", phone=READER)
    resident.post("my-data/code/", code=code_sent(letters))
    given = {"told_by": "last", "name": "", "profile": "", "language": "zu"}
    kept = resident.post("my-data/telling/", email="", **given)
    assert errors_of(kept) == {"email": ["This address is all that we know of you. Add a number first, or keep it"]}
    asked = resident.post("my-data/telling/", email="new@example.org", **given)
    assert asked.url == resident.address("email/code/")
    assert "what we keep under it and your data become one" in words_of(resident.get("email/code/"))
    resident.post("email/code/", code=code_sent(letters, "new@example.org"))
    with organisation_scope(organisation_id=letters.id):
        chosen = preferences_of(contact_id=contact_id)
        assert (chosen.told_by, chosen.language, email_of(contact_id=contact_id)) == ("", "zu", "new@example.org")
        actions.reporter_of(phone="+27821234567", email="new@example.org", name="", language="")
    assert resident.post("my-data/telling/", email="", **given).url == resident.address("my-data/")
    with organisation_scope(organisation_id=letters.id):
        assert list(Address.objects.values_list("value", flat=True)) == ["+27821234567"]


def test_one_click_in_a_mailbox_ends_the_letters_without_a_sign_in(letters: OrganisationProfile) -> None:
    with organisation_scope(organisation_id=letters.id):
        contact_id = actions.contact_without_address(language="en")
        keep_email(contact_id=contact_id, email=READER, language="en", proof="a test")
        token = stop_token(contact_id=contact_id)
    mailbox = Client(enforce_csrf_checks=True)
    page = f"/{letters.slug}/letters/stop/{token}/"
    assert "Stop the letters" in mailbox.get(page).content.decode()
    with organisation_scope(organisation_id=letters.id):
        assert Address.objects.get(value=READER).stopped_at is None
    answer = mailbox.post(page, {"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, answer.content.decode()) == (200, "You get no more letters.")
    with organisation_scope(organisation_id=letters.id):
        assert Address.objects.get(value=READER).stopped_for == "unsubscribed"
    assert mailbox.post(f"/{letters.slug}/letters/stop/{token}x/").status_code == 404
