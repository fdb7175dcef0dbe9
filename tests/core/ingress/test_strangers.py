"""Whoever tries out addresses takes nothing from the providers, whose addresses are known."""

from typing import Any

import pytest

from baraza.core.ingress import directory as directories
from baraza.core.ingress.directory import Directory
from baraza.core.ingress.limits import DoorLimits
from baraza.core.ingress.requests import Address


def test_strangers_use_up_their_own_share_and_nobody_elses() -> None:
    limits = DoorLimits(per_second=100, per_second_and_address=100)

    strangers = [limits.refused(None) for _ in range(60)]

    assert (strangers[0], strangers[-1]) == (None, "strangers")
    assert [limits.refused("a provider's token") for _ in range(50)] == [None] * 50


def test_each_address_and_all_together_have_their_limit() -> None:
    one_by_one = DoorLimits(per_second=1000, per_second_and_address=10)
    together = DoorLimits(per_second=10, per_second_and_address=1000)

    assert [one_by_one.refused("one") for _ in range(40)][-1] == "address"
    assert one_by_one.refused("another") is None
    assert [together.refused(str(number)) for number in range(40)][-1] == "all"


async def test_addresses_that_are_tried_out_push_no_known_one_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(directories, "MOST_KEPT", 3)
    monkeypatch.setattr(directories, "_entry", lambda row: row)

    class Answers:
        async def run(self, _query: str, values: list[str]) -> list[Any]:
            return ["the connection"] if values[0] == "known" else []

    directory = Directory(database=Answers())  # type: ignore[arg-type]
    known = Address(source="whatsapp", token="known")
    await directory.find(known)

    tried = [await directory.find(Address(source="whatsapp", token=str(number))) for number in range(10)]

    assert (set(tried), directory.knows(known)) == ({None}, True)
    assert not directory.knows(Address(source="whatsapp", token="9"))
