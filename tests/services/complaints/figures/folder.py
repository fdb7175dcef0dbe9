"""A process that folds figures in small batches until it is killed: it says when it has begun."""

import sys

from baraza.config.cli import load

load()

from baraza.services.complaints.actions import figures  # noqa: E402

figures.BATCH = 50
sys.stdout.write("begun\n")
sys.stdout.flush()
while True:
    figures.fold_organisation(organisation_id=int(sys.argv[1]))
