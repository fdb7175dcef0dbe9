"""What a case shows of its photos: those that could not be taken are no broken pictures."""

import pytest
from tests.factories.complaints import make_complaint, make_contact
from tests.factories.core import make_organisation

from baraza.capabilities.media.errors import Refusal
from baraza.capabilities.media.subscribers import tell_refused
from baraza.core.tenancy.scope import organisation_scope
from baraza.services.complaints.actions.photos import photos_in_use
from baraza.services.complaints.models import Entry

pytestmark = pytest.mark.django_db

WHOLE, REFUSED, STRANGE = (f"00000000-0000-4000-8000-00000000000{n}" for n in range(1, 4))


def test_a_photo_that_is_refused_after_the_report_was_sent_becomes_a_line_that_says_so() -> None:
    # given
    organisation = make_organisation()
    with organisation_scope(organisation_id=organisation.id):
        contact_id = make_contact()
        make_complaint(contact_id=contact_id, photos=(WHOLE, REFUSED))
        # when
        tell_refused(contact_id=contact_id, media_id=REFUSED, reason=Refusal.TOO_LARGE)
        # then
        lines = list(Entry.objects.filter(kind__in=("photo", "change")).order_by("id").values_list("kind", "media_id"))
        struck = Entry.objects.get(kind="change", changes__has_key="photo_refused")
    assert ("photo", WHOLE) in lines
    assert ("photo", REFUSED) not in lines
    assert struck.changes == {"photo_refused": Refusal.TOO_LARGE.value}


def test_another_organisations_case_keeps_its_line() -> None:
    ours, theirs = make_organisation(), make_organisation()
    with organisation_scope(organisation_id=theirs.id):
        make_complaint(photos=(WHOLE,))
    with organisation_scope(organisation_id=ours.id):
        tell_refused(contact_id=make_contact(), media_id=WHOLE, reason=Refusal.TOO_LARGE)

    with organisation_scope(organisation_id=theirs.id):
        assert Entry.objects.filter(kind="photo", media_id=WHOLE).count() == 1


def test_photos_that_a_case_shows_are_in_use() -> None:
    with organisation_scope(organisation_id=make_organisation().id):
        make_complaint(photos=(WHOLE,))

        assert photos_in_use({WHOLE, STRANGE}) == {WHOLE}
