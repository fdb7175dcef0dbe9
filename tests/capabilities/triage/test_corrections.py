"""What staff decide about a guess: kept once per matter, masked, audited, counted, never seen by another city."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import call_command
from tests.factories.core import make_member, make_organisation

from baraza.capabilities.triage.actions import UnknownCode, record_correction
from baraza.capabilities.triage.models import Correction
from baraza.capabilities.triage.offline import guess_offline
from baraza.capabilities.triage.queries import Accuracy, get_accuracy, list_decisions
from baraza.core.audit.models import AuditEntry
from baraza.core.identity.actor import SYSTEM, Actor
from baraza.core.tenancy.scope import organisation_scope

pytestmark = pytest.mark.django_db

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
TEXT = "big pothole in our road, call 082 123 4567"


def _correct(
    organisation_id: int, *, subject: str = "MI-2026-ABC234", category: str = "refuse", by: Actor = SYSTEM
) -> None:
    guess = guess_offline(text=TEXT)
    record_correction(
        organisation_id=organisation_id,
        subject=subject,
        text=TEXT,
        guessed=guess,
        chosen_category=category,
        chosen_priority=guess.priority,
        by=by,
    )


def test_a_correction_is_kept_with_the_number_masked_and_in_the_audit_trail() -> None:
    city = make_organisation()
    member = make_member(organisation_id=city.id)

    with organisation_scope(organisation_id=city.id):
        _correct(city.id, by=member)

        row = Correction.objects.get()
        assert (row.text, row.guessed_category, row.chosen_category) == (
            "big pothole in our road, call [number]",
            "pothole_road",
            "refuse",
        )
        assert row.decided_by == member.id
        entry = AuditEntry.objects.get(action="triage.decided")
        assert entry.changes["category"] == ["pothole_road", "refuse"]


def test_a_second_choice_for_the_same_matter_replaces_the_first() -> None:
    city = make_organisation()

    with organisation_scope(organisation_id=city.id):
        _correct(city.id, category="refuse")
        _correct(city.id, category="illegal_dumping")

        assert [row.chosen_category for row in Correction.objects.all()] == ["illegal_dumping"]


def test_accuracy_counts_confirmed_and_changed_guesses() -> None:
    city = make_organisation()

    with organisation_scope(organisation_id=city.id):
        _correct(city.id, subject="a", category="pothole_road")
        _correct(city.id, subject="b", category="pothole_road")
        _correct(city.id, subject="c", category="refuse")

        figure = get_accuracy(organisation_id=city.id, since=LONG_AGO)

    assert figure == Accuracy(decided=3, category_right=2, priority_right=3)
    assert figure.category_share == pytest.approx(2 / 3)


def test_accuracy_of_nothing_is_unknown_and_not_zero() -> None:
    city = make_organisation()

    with organisation_scope(organisation_id=city.id):
        assert get_accuracy(organisation_id=city.id, since=LONG_AGO).category_share is None


def test_an_unknown_code_is_refused_and_nothing_is_kept() -> None:
    city = make_organisation()

    with organisation_scope(organisation_id=city.id):
        with pytest.raises(UnknownCode):
            _correct(city.id, category="ufo")
        assert Correction.objects.count() == 0


def test_another_city_sees_nothing() -> None:
    first, second = make_organisation(), make_organisation()
    with organisation_scope(organisation_id=first.id):
        _correct(first.id)

    with organisation_scope(organisation_id=second.id):
        assert list(list_decisions(organisation_id=first.id)) == []


def test_the_export_is_a_labelled_file_of_masked_texts() -> None:
    city = make_organisation()
    with organisation_scope(organisation_id=city.id):
        _correct(city.id)
    written = StringIO()

    call_command("triage", "export-corrections", organisation=city.slug, stdout=written)

    assert written.getvalue() == (
        'text,category,priority,language\n"big pothole in our road, call [number]",refuse,medium,en\n'
    )
