"""Which tests stay with one process, and which begin first, when several processes share the work."""

from __future__ import annotations

from xdist.scheduler import LoadScopeScheduling

# What shares one desk, which costs some seconds of a processor to start; each about as long as the others.
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
# Modules and folders of more than about ten seconds, in this order after those.
LONG = (
    "tests/web/console/test_who_may.py",
    "tests/benchmarks/",
    "tests/core/jobs/test_worker.py",
    "tests/operations/test_serving.py",
    "tests/web/ui/test_pages_in_a_browser.py",
    "tests/web/console/test_forged_organisation.py",
    "tests/operations/embedded_postgres/",
    "tests/services/complaints/figures/test_bad_days.py",
    "tests/core/tenancy/test_preparation.py",
    "tests/core/ingress/",
    "tests/capabilities/triage/",
)


def desk_of(nodeid: str) -> str:
    """The name of those with which it shares a desk, or nothing."""
    return next((name for name, paths in ONE_DESK.items() if nodeid.startswith(paths)), "")


def place_of(nodeid: str) -> int:
    if desk := desk_of(nodeid):
        return list(ONE_DESK).index(desk)
    long = next((place for place, path in enumerate(LONG) if nodeid.startswith(path)), len(LONG))
    return len(ONE_DESK) + long


class BySharedServers(LoadScopeScheduling):
    """A module stays with one process, and so does what shares a desk."""

    def _split_scope(self, nodeid: str) -> str:
        return desk_of(nodeid) or str(super()._split_scope(nodeid))
