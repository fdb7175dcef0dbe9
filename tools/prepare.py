"""Makes this checkout ready to run (and, with --dev, to test), with nothing but the machine's Python 3.11 or newer.

This file alone is written so that an older Python can read it and say what is wrong, or hand over to a newer one.
"""

import os
import shutil
import sys

NEEDED = (3, 11)
NEWER = ["python3.%d" % minor for minor in range(14, NEEDED[1] - 1, -1)]  # noqa: UP031


def hand_over():  # noqa: ANN201 - old Pythons read this file
    """Go on with a Python that is new enough, if the machine has one under its versioned name."""
    for name in NEWER:
        found = shutil.which(name)
        if found:
            os.execv(found, [found, *sys.argv])  # noqa: S606
    sys.exit(
        "Baraza needs Python %d.%d or newer; this is %d.%d (%s).\n"  # noqa: UP031
        "On Debian 12 and Ubuntu 24.04: apt-get install python3 python3-venv. "
        "With a Python of your own: make PYTHON=/path/to/python3.11 run"
        % (NEEDED + sys.version_info[:2] + (sys.executable,))
    )


if __name__ == "__main__":
    if sys.version_info < NEEDED:
        hand_over()
    from preparation import plan

    sys.exit(plan.main(sys.argv[1:]))
