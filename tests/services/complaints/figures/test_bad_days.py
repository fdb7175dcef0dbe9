"""Figures among many writers, broken transactions, killed folders, clocks that change and cities that move."""

import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, connections
from tests.conftest import CommittedDatabase
from tests.factories.complaints import make_complaint
from tests.factories.core import make_organisation

from baraza.core.organisations.models import Organisation
from baraza.core.tenancy.scope import organisation_scope, platform_scope
from baraza.lib.clock import now
from baraza.services.complaints.actions.figures import fold_organisation, rebuild_figures
from baraza.services.complaints.models import Complaint, FigureChange, FigureZone
from baraza.services.complaints.queries.figures_check import Difference, figure_differences
from baraza.services.complaints.queries.figures_read import figures_zone, flow_by_day, standing
from baraza.services.complaints.rules.figures import Period, start_of
from baraza.services.complaints.states import State

WHOLE_TIME = Period(first=date(2000, 1, 1), last=date(2100, 1, 1))


class Broken(Exception):
    pass


def many(organisation_id: int, count: int) -> None:
    """Written in one statement, as an import does."""
    at = now() - timedelta(days=3)
    Complaint.objects.bulk_create(
        Complaint(
            organisation_id=organisation_id, reference=f"MI-2026-B{number:05d}", source_key=f"bulk:{number}", channel="web",
            language="en", description="Water", category="water_leak", priority="low", due_at=at, opened_at=at,
            ward_code=str(number % 60),
        )
        for number in range(count)
    )  # fmt: skip


def differences(organisation_id: int) -> list[Difference]:
    with organisation_scope(organisation_id=organisation_id):
        return figure_differences()


@pytest.mark.django_db
def test_ten_thousand_changed_at_once_are_counted_without_ten_thousand_rows() -> None:
    organisation_id = make_organisation().id
    with organisation_scope(organisation_id=organisation_id):
        many(organisation_id, 10_000)
        fold_organisation(organisation_id=organisation_id)

        Complaint.objects.update(state=State.RESOLVED, resolved_at=now())

        assert FigureChange.objects.count() == 120
        assert standing()[""] == {State.RESOLVED: 10_000}
        fold_organisation(organisation_id=organisation_id)
        assert figure_differences() == []


def begin_and_break(organisation_id: int) -> None:
    with organisation_scope(organisation_id=organisation_id):
        make_complaint()
        Complaint.objects.update(state=State.REJECTED)
        raise Broken


@pytest.mark.django_db
def test_what_is_rolled_back_was_never_counted() -> None:
    organisation_id = make_organisation().id
    with organisation_scope(organisation_id=organisation_id):
        make_complaint()

    with pytest.raises(Broken):
        begin_and_break(organisation_id)

    with organisation_scope(organisation_id=organisation_id):
        assert standing()[""] == {State.SUBMITTED: 1}
        assert figure_differences() == []


def test_clerks_write_while_figures_are_folded_and_counted_anew(committed_database: CommittedDatabase) -> None:
    organisation_id = make_organisation().id
    with organisation_scope(organisation_id=organisation_id):
        ids = [make_complaint().id for _ in range(12)]
    seen: list[int] = []

    def write(clerk: int) -> None:
        for step in range(30):
            with organisation_scope(organisation_id=organisation_id):
                states = (State.ASSIGNED, State.IN_PROGRESS, State.RESOLVED)
                mine = Complaint.objects.filter(pk__in=ids[clerk::4])
                mine.update(state=states[step % 3], ward_code=str(step % 5))
        connections.close_all()

    def keep(number: int) -> None:
        for step in range(20):
            if number and step % 5 == 0:
                rebuild_figures(organisation_id=organisation_id)
            fold_organisation(organisation_id=organisation_id)
            with organisation_scope(organisation_id=organisation_id):
                seen.append(sum(standing()[""].values()))
        connections.close_all()

    with ThreadPoolExecutor(6) as threads:
        work = [threads.submit(write, clerk) for clerk in range(4)] + [
            threads.submit(keep, number) for number in (0, 1)
        ]
        for one in work:
            one.result()

    assert set(seen) == {12}
    assert differences(organisation_id) == []


def test_a_folder_that_is_killed_loses_and_doubles_nothing(committed_database: CommittedDatabase) -> None:
    organisation_id = make_organisation().id
    with organisation_scope(organisation_id=organisation_id):
        many(organisation_id, 300)
    script = Path(__file__).with_name("folder.py")
    environment = {**committed_database.environment, "DJANGO_SETTINGS_MODULE": "baraza.config.settings.test"}

    for turn in range(3):
        with organisation_scope(organisation_id=organisation_id):
            Complaint.objects.update(ward_code=str(turn), language=("en", "zu", "af")[turn])
            for complaint in Complaint.objects.all()[:100]:
                Complaint.objects.filter(pk=complaint.pk).update(state=State.ASSIGNED, channel=f"c{turn}")
        with subprocess.Popen(
            [sys.executable, str(script), str(organisation_id)], env=environment, stdout=subprocess.PIPE, text=True
        ) as folder:
            assert folder.stdout is not None
            assert folder.stdout.readline() == "begun\n"
            threading.Event().wait(0.05 * turn)
            folder.send_signal(signal.SIGKILL)
        assert differences(organisation_id) == []

    fold_organisation(organisation_id=organisation_id)
    assert differences(organisation_id) == []


@pytest.mark.django_db
def test_a_wrong_total_is_found_and_counted_anew() -> None:
    organisation_id = make_organisation().id
    with organisation_scope(organisation_id=organisation_id), connection.cursor() as cursor:
        make_complaint(ward_code="4")
        fold_organisation(organisation_id=organisation_id)
        cursor.execute("UPDATE complaints_figure SET number = 7 WHERE measure = 'opened' AND dimension = 'ward'")
        today = figures_zone().today

        found = figure_differences()

        assert found == [Difference(measure="opened", dimension="ward", day=today, value="4", kept=7, counted=1)]
        assert rebuild_figures(organisation_id=organisation_id) == 1
        assert figure_differences() == []


ZONES = ("Africa/Johannesburg", "Africa/Cairo", "America/New_York", "Asia/Manila", "America/Havana", "Pacific/Chatham")
# Around changes of the clocks, the ends of a month and a year, and a leap day.
MOMENTS = [
    datetime(*parts, tzinfo=UTC) + timedelta(minutes=minutes)
    for parts in (
        (2026, 3, 8, 5), (2026, 3, 8, 7), (2026, 4, 23, 22), (2026, 10, 29, 21), (2026, 11, 1, 4), (2026, 11, 1, 5),
        (2026, 2, 28, 22), (2027, 12, 31, 22), (2028, 2, 28, 22), (2028, 2, 29, 22), (2026, 6, 30, 12), (2026, 4, 4, 14),
    )
    for minutes in (-61, -1, 0, 1, 61)
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("zone", ZONES)
def test_the_citys_clock_decides_the_day(zone: str) -> None:
    organisation_id = make_organisation(time_zone=zone).id
    with organisation_scope(organisation_id=organisation_id):
        many(organisation_id, len(MOMENTS))
        for complaint, moment in zip(Complaint.objects.order_by("pk"), MOMENTS, strict=True):
            Complaint.objects.filter(pk=complaint.pk).update(opened_at=moment)

        days = {day: number for (_, day), number in flow_by_day(measures=("opened",), period=WHOLE_TIME).items()}

        local = [moment.astimezone(ZoneInfo(zone)).date() for moment in MOMENTS]
        assert days == {day: local.count(day) for day in local}
        # The same days between two moments, as the lists ask for them.
        rows = Complaint.objects
        between = {
            day: rows.filter(
                opened_at__gte=start_of(day, zone=zone), opened_at__lt=start_of(day + timedelta(days=1), zone=zone)
            ).count()
            for day in days
        }
        assert between == days


@pytest.mark.django_db
def test_a_city_that_moves_to_another_time_zone_is_counted_anew_by_its_days() -> None:
    organisation_id = make_organisation(time_zone="Africa/Johannesburg").id
    with organisation_scope(organisation_id=organisation_id):
        made = make_complaint().id
        Complaint.objects.filter(pk=made).update(opened_at=datetime(2026, 5, 31, 23, 0, tzinfo=UTC))
        june = flow_by_day(measures=("opened",), period=WHOLE_TIME)
    with platform_scope():
        Organisation.objects.filter(pk=organisation_id).update(time_zone="America/New_York")
    with organisation_scope(organisation_id=organisation_id):
        before = flow_by_day(measures=("opened",), period=WHOLE_TIME)

    fold_organisation(organisation_id=organisation_id)

    with organisation_scope(organisation_id=organisation_id):
        assert june == before == {("opened", date(2026, 6, 1)): 1}
        assert flow_by_day(measures=("opened",), period=WHOLE_TIME) == {("opened", date(2026, 5, 31)): 1}
        assert FigureZone.objects.get().time_zone == "America/New_York"
        assert figure_differences() == []
