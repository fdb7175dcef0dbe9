"""A clock that tests hold still."""

from collections.abc import Callable

import pytest
from allauth.mfa.totp.internal import auth

NOW = 1_800_000_015.0


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Of codes: set to seconds after NOW."""

    class Clock:
        def __init__(self) -> None:
            self.moment = NOW

        def time(self) -> float:
            return self.moment

    held = Clock()
    monkeypatch.setattr(auth, "time", held)

    def move(seconds: float) -> None:
        held.moment = NOW + seconds

    return move
