"""Which tests stay with one process, and which begin first, when several processes share the work."""

from __future__ import annotations

from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

# What shares one desk, which costs some seconds of a processor to start.
_BAD_DAYS = "tests/journeys/bad_days/"
_IN_A_BROWSER = (
    "test_account_in_a_browser",
    "test_case_in_a_browser",
    "test_clerk_by_keyboard",
    "test_console_",
    "test_dashboard_in_a_browser",
    "test_page_weight",
    "test_portal_in_a_browser",
    "test_settings_in_a_browser",
)
ONE_DESK: dict[str, tuple[str, ...]] = {
    "journeys in a browser": tuple(f"tests/journeys/{name}" for name in _IN_A_BROWSER),
    "bad days of processes": tuple(f"{_BAD_DAYS}{name}" for name in ("test_killed", "test_database_", "test_refused")),
    "other bad days": (_BAD_DAYS,),
    "other journeys": ("tests/journeys/",),
}
# Of more than about ten seconds, most of which go by in waiting for other processes; the longest first.
WAITING = (
    "other journeys",
    "journeys in a browser",
    "other bad days",
    "bad days of processes",
    "tests/web/ui/test_pages_in_a_browser.py",
    "tests/core/jobs/test_worker.py",
    "tests/operations/test_serving.py",
    "tests/operations/embedded_postgres/",
    "tests/core/ingress/test_door_refusals.py",
    "tests/services/complaints/figures/test_bad_days.py",
    "tests/messaging/",
    "tests/core/tenancy/test_preparation.py",
    "tests/operations/test_supervisor.py",
)
# Of more than about five seconds of a processor; the longest first. What runs the benchmarks waits for them, but they work.
BUSY = (
    "tests/benchmarks/",
    "tests/web/console/test_who_may.py",
    "tests/web/console/test_anything_at_all.py",
    "tests/web/console/test_money_by_role.py",
    "tests/web/portal/test_anything_from_outside.py",
    "tests/web/console/test_forged_organisation.py",
    "tests/web/console/test_analytics.py",
    "tests/web/console/case/",
    "tests/web/",
    "tests/capabilities/triage/",
)


def desk_of(nodeid: str) -> str:
    """The name of those with which it shares a desk, or nothing."""
    return next((name for name, paths in ONE_DESK.items() if nodeid.startswith(paths)), "")


def place_of(nodeid: str) -> int:
    name, all_places = desk_of(nodeid) or nodeid, (*WAITING, *BUSY)
    return next((place for place, path in enumerate(all_places) if name.startswith(path)), len(all_places))


class BySharedServers(LoadScopeScheduling):
    """A module stays with one process, and so does what shares a desk.

    Half of the processes begin with what keeps a processor busy, the others with what mostly waits: together they use
    all processors to the end.
    """

    def _split_scope(self, nodeid: str) -> str:
        return desk_of(nodeid) or str(super()._split_scope(nodeid))

    def _assign_work_unit(self, node: WorkerController) -> None:
        begins_busy = self.nodes.index(node) >= (len(self.nodes) + 1) // 2
        for scope in self.workqueue:
            if scope.startswith(WAITING) is not begins_busy:
                self.workqueue.move_to_end(scope, last=False)
                break
        super()._assign_work_unit(node)
