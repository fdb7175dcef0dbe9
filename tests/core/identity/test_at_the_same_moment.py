"""Several connections at once: one admin stays, and limits hold for all of them together."""

import threading
from collections.abc import Callable

import pytest
from django.db import connections
from tests.conftest import CommittedDatabase
from tests.factories.core import make_member, make_organisation

from baraza.core.identity.actions.members import change_role, remove, suspend
from baraza.core.identity.actions.usage import REQUESTS_A_MINUTE, count_request
from baraza.core.identity.actor import Actor
from baraza.core.identity.errors import LastAdmin
from baraza.core.identity.models import ApiKey, Membership
from baraza.core.identity.sign_in.limits import Limit, TooManyTries, take
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib.clock import now

Act = Callable[[], object]
ROUNDS = 4


def at_once(*acts: Act) -> list[object]:
    """What each gave or raised; every one in a thread with a connection of its own."""
    given: list[object] = [None] * len(acts)
    start = threading.Barrier(len(acts))

    def run(place: int, act: Act) -> None:
        try:
            start.wait()
            given[place] = act()
        except Exception as error:  # noqa: BLE001 - the test says which it may be
            given[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return given


def _as_suspended(*, actor: Actor, user_id: int) -> None:
    suspend(actor=actor, user_id=user_id)


def _as_clerk(*, actor: Actor, user_id: int) -> None:
    change_role(actor=actor, user_id=user_id, role="agent")


@pytest.mark.parametrize("act", [remove, _as_suspended, _as_clerk])
def test_of_two_admins_who_take_each_others_access_one_stays(
    committed_database: CommittedDatabase, act: Callable[..., None]
) -> None:
    for _ in range(ROUNDS):
        city = make_organisation().id
        one, two = (make_member(organisation_id=city, role="org_admin") for _ in range(2))

        def taking(actor: Actor, other: Actor, city: int = city) -> None:
            with organisation_scope(organisation_id=city):
                act(actor=actor, user_id=other.id or 0)

        given = at_once(lambda: taking(one, two), lambda: taking(two, one))  # noqa: B023 - run within the round

        assert [type(refused) for refused in given if refused is not None] == [LastAdmin]
        with organisation_scope(organisation_id=city):
            assert Membership.objects.filter(role="org_admin", active=True).count() == 1


def test_sign_in_tries_are_counted_for_all_connections_together(committed_database: CommittedDatabase) -> None:
    limit = Limit(key="a" * 64, per_minute=5)

    given = at_once(*[lambda: take(limit)] * 8)

    assert sorted(type(one).__name__ for one in given) == ["NoneType"] * 5 + ["TooManyTries"] * 3
    assert all(1 <= one.seconds <= 60 for one in given if isinstance(one, TooManyTries))


def test_a_keys_requests_are_counted_for_all_connections_together(committed_database: CommittedDatabase) -> None:
    city = make_organisation().id
    with organisation_scope(organisation_id=city):
        key = ApiKey.objects.create(
            organisation_id=city,
            name="Map",
            prefix="abcdefghijkl",
            secret_digest="0" * 64,
            scopes=["complaints.read"],
            created_by_id=1,
            created_by_name="Admin",
            expires_at=now(),
        )

    def ask() -> list[int]:
        return [count_request(organisation_id=city, key_id=key.pk) for _ in range(REQUESTS_A_MINUTE // 4 + 10)]

    given = at_once(ask, ask, ask, ask)

    waits = [wait for one in given if isinstance(one, list) for wait in one]
    assert len(waits) == REQUESTS_A_MINUTE + 40
    assert waits.count(0) == REQUESTS_A_MINUTE
