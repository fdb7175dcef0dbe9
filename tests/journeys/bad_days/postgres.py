"""A durable PostgreSQL that a test may kill as a power cut would, and start again."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from django.db import connections

from baraza.operations.embedded_postgres import Server, start
from baraza.operations.embedded_postgres.cluster import Cluster


class KillablePostgres:
    def __init__(self, folder: Path) -> None:
        self._server: Server = start(data_directory=folder, durable=True)
        self.url = self._server.url

    def kill(self) -> None:
        """The postmaster and every backend at once; nothing is flushed, nobody says goodbye."""
        postmaster = int(self._cluster.pid_file.read_text(encoding="utf-8").splitlines()[0])
        for process in [postmaster, *_children(postmaster)]:
            os.kill(process, signal.SIGKILL)
        connections.close_all()

    def start(self) -> None:
        """Nothing happens when it runs."""
        self._server.start_again()

    def stop(self) -> None:
        self._server.stop()

    @property
    def _cluster(self) -> Cluster:
        return self._server._cluster


def _children(process: int) -> list[int]:
    listed = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="utf-8")
    return [int(child) for child in listed.split()]
