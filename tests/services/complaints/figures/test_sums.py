"""Whatever is done to complaints, the kept figures are those of a full count."""

import random
from collections.abc import Iterator
from datetime import timedelta

import pytest
from tests.factories.complaints import make_complaint
from tests.factories.core import make_member, make_organisation

from baraza.core.tenancy.scope import organisation_scope
from baraza.services.complaints.actions.figures import fold_organisation, rebuild_figures
from baraza.services.complaints.models import Complaint, Figure, FigureChange
from baraza.services.complaints.queries.figures_check import figure_differences
from baraza.services.complaints.queries.figures_read import standing
from baraza.services.complaints.rules.categories import CATEGORIES, PRIORITIES
from baraza.services.complaints.states import State

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation_id() -> Iterator[int]:
    made = make_organisation().id
    with organisation_scope(organisation_id=made):
        yield made


def act(chance: random.Random, *, members: list[int]) -> None:
    """One random change, some of many complaints at once, some of none."""
    ids = list(Complaint.objects.values_list("pk", flat=True))
    some = chance.sample(ids, k=min(len(ids), chance.choice((1, 1, 1, 5))))
    rows = Complaint.objects.filter(pk__in=some)
    moment = Complaint.objects.order_by("?").values_list("opened_at", flat=True).first()
    later = moment + timedelta(hours=chance.randint(0, 2000)) if moment else None
    changes = (
        lambda: make_complaint(
            category=chance.choice(CATEGORIES), priority=chance.choice(PRIORITIES), ward_code=chance.choice("1234")
        ),
        lambda: rows.update(state=chance.choice(list(State)), duplicate_of=None),
        lambda: rows.update(assignee_id=chance.choice([None, *members])),
        lambda: rows.update(acknowledged_at=chance.choice((None, later))),
        lambda: rows.update(resolved_at=chance.choice((None, later)), due_at=moment or later),
        lambda: rows.update(closed_at=later, reopened_at=later),
        lambda: rows.update(category=chance.choice(CATEGORIES), ward_code=chance.choice("1234")),
        lambda: rows.update(description="The same figures"),
        rows.delete,
    )
    chance.choice(changes[:1] if not ids else changes)()


@pytest.mark.parametrize("seed", range(8))
def test_any_acts_leave_figures_that_equal_a_full_count(organisation_id: int, seed: int) -> None:
    chance = random.Random(seed)
    members = [make_member(organisation_id=organisation_id).id or 0 for _ in range(2)]

    for number in range(60):
        act(chance, members=members)
        if number % 20 == 13:
            fold_organisation(organisation_id=organisation_id)
        if number % 20 == 17:
            rebuild_figures(organisation_id=organisation_id)
        if number % 5 == 0:
            assert figure_differences() == []

    assert figure_differences() == []
    assert sum(sum(states.values()) for states in standing().values()) == Complaint.objects.count()


def test_folding_leaves_nothing_waiting_and_no_empty_totals(organisation_id: int) -> None:
    make_complaint()
    fold_organisation(organisation_id=organisation_id)
    Complaint.objects.update(state=State.REJECTED)

    folded = fold_organisation(organisation_id=organisation_id)

    assert folded == 2
    assert FigureChange.objects.count() == 0
    assert not Figure.objects.filter(number=0).exists()
    assert figure_differences() == []


def test_a_change_that_no_figure_sees_writes_nothing(organisation_id: int) -> None:
    make_complaint()
    fold_organisation(organisation_id=organisation_id)

    Complaint.objects.update(description="Other words", place_text="Elsewhere")

    assert FigureChange.objects.count() == 0
