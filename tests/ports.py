"""Ports for servers that take them only when they have started."""

from __future__ import annotations

import contextlib
import itertools
import os

from baraza.operations.serving import NoFreePort, choose_port

# Below those that the kernel gives to connections and to whoever asks it for any: a server needs a second or two to
# start, and whatever got its port meanwhile would answer in its place. Each process of the tests has a part to itself.
_FIRST, _EACH, _PARTS = 20_000, 2_000, 6
_numbers = itertools.count(os.getpid())


def free_port() -> int:
    part = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % _PARTS
    while True:
        wanted = _FIRST + part * _EACH + next(_numbers) % _EACH
        with contextlib.suppress(NoFreePort):
            return choose_port(host="127.0.0.1", wanted=wanted, fixed=True)
