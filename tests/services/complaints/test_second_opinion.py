"""A configured model is asked in a job; staff see what it says, and nothing changes by itself."""

from dataclasses import replace
from unittest.mock import patch

import pytest
from pytest_django import Settings
from tests.factories.complaints import make_complaint
from tests.factories.core import make_organisation

from baraza.capabilities.triage.queries import classify
from baraza.core.jobs.queries import queue_length
from baraza.core.tenancy.scope import organisation_scope
from baraza.services.complaints.jobs import second_opinion
from baraza.services.complaints.queries.one import get_complaint, get_timeline

pytestmark = pytest.mark.django_db


def test_without_a_configured_model_nobody_is_asked() -> None:
    with organisation_scope(organisation_id=make_organisation().id):
        make_complaint()

    assert queue_length() == 0


def test_the_opinion_stands_in_the_timeline_once_and_moves_nothing(settings: Settings) -> None:
    settings.TRIAGE_PROVIDER_URL = "http://127.0.0.1:9/v1"
    city = make_organisation()
    with organisation_scope(organisation_id=city.id):
        complaint = make_complaint(guess_model="offline-1")
    opinion = replace(classify(text="street light out"), model_version="other-model")
    assert queue_length() == 1

    with patch("baraza.services.complaints.jobs.classify_with_provider", return_value=opinion):
        for _ in range(2):
            second_opinion(organisation_id=city.id, reference=complaint.reference)

    with organisation_scope(organisation_id=city.id):
        assert get_complaint(reference=complaint.reference).category == "burst_pipe"
        (line,) = get_timeline(complaint_id=complaint.id, public_only=False)
    assert line.changes == {"second_opinion": ["streetlight", opinion.priority]}


def test_the_same_model_again_says_nothing_new() -> None:
    city = make_organisation()
    guess = classify(text="street light out")
    with organisation_scope(organisation_id=city.id):
        complaint = make_complaint(guess_model=guess.model_version)

    second_opinion(organisation_id=city.id, reference=complaint.reference)

    with organisation_scope(organisation_id=city.id):
        assert get_timeline(complaint_id=complaint.id, public_only=False) == []
