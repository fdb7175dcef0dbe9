"""Lets a child process end with its parent, even when the parent is killed without a chance to clean up."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Callable

# <sys/prctl.h>; Linux only. Elsewhere an orphan is found by the next start instead.
PR_SET_PDEATHSIG = 1


def tie_to_parent(when_parent_dies: signal.Signals) -> Callable[[], None] | None:
    """What to run in the child between fork and exec; nothing where the system has no such call.

    The library is loaded here, in the parent: after fork only a plain system call is safe.
    The kernel clears the setting when the user changes, so it must come after that, as `preexec_fn` does.
    """
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    parent = os.getpid()
    wanted = int(when_parent_dies)

    def tie() -> None:
        prctl(PR_SET_PDEATHSIG, wanted, 0, 0, 0)
        if os.getppid() != parent:
            # The parent died before the call above: its signal will never come.
            os._exit(1)

    return tie
