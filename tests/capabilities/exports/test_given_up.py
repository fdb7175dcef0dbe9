"""No file stands as under way for ever, and a worker that was overtaken fails alone."""

import pytest
from tests.capabilities.exports.town import Town

from baraza.capabilities.exports import making
from baraza.capabilities.exports.actions import MAKE_JOB
from baraza.capabilities.exports.models import Export
from baraza.core.jobs.registry import job_named
from baraza.core.tenancy.scope import organisation_scope


def given_up(town: Town, export_id: str) -> Export:
    """As the queue does with a job that took down one worker after the other."""
    give_up = job_named(MAKE_JOB).given_up
    assert give_up is not None
    give_up(organisation_id=town.profile.id, export_id=export_id)
    return town.row(export_id)


def test_a_file_whose_job_is_given_up_has_failed_and_leaves_nothing(town: Town) -> None:
    export_id = town.ask()
    with organisation_scope(organisation_id=town.profile.id):
        Export.objects.filter(pk=export_id).update(state="running", attempt=4)

    left = given_up(town, export_id)

    assert (left.state, left.failure, left.finished_at is not None, town.files()) == ("failed", "fault", True, [])


def test_a_file_that_was_made_stays(town: Town) -> None:
    made = town.make(town.ask())

    left = given_up(town, str(made.pk))

    assert (left.state, len(town.files())) == ("done", 1)


def test_a_worker_that_was_overtaken_and_then_fails_leaves_the_others_file(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    export_id = town.ask()

    def overtaken_and_broken(_batch: object) -> None:
        with organisation_scope(organisation_id=town.profile.id):
            Export.objects.filter(pk=export_id).update(attempt=2)
        raise ZeroDivisionError

    monkeypatch.setattr(making, "_cells", overtaken_and_broken)
    left = town.make(export_id)

    assert (left.state, left.attempt) == ("running", 2)
