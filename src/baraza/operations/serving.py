"""Everything on one machine, started by one command: the database, its preparation, the web process, the worker."""

from __future__ import annotations

import contextlib
import http.client
import os
import shutil
import socket
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from baraza.operations import embedded_postgres
from baraza.operations.addresses import directory
from baraza.operations.children import Program, Say, one_at_a_time
from baraza.operations.figures import SHARED_FOLDER
from baraza.operations.supervisor import Stopping, Supervisor, only_one

READY_PATIENCE_SECONDS = 60.0
PORTS_TRIED = 50
PUBLIC_VARIABLE = "BARAZA_PUBLIC_URL"
GRAPH_VARIABLE, RETELL_VARIABLE = "BARAZA_WHATSAPP_GRAPH_URL", "BARAZA_RETELL_API_URL"
_SANDBOXES = (
    (GRAPH_VARIABLE, "baraza.operations.demo.graph_api"),
    (RETELL_VARIABLE, "baraza.operations.demo.retell_api"),
)
DATABASE_VARIABLES = ("DATABASE_URL", "DATABASE_URL_FILE", "DATABASE_APP_URL", "DATABASE_APP_URL_FILE")


class NoFreePort(Exception):
    """The wanted port is taken."""


@dataclass(frozen=True)
class Plan:
    """What to serve and where."""

    project: Path
    lock: Path
    demonstration: bool
    host: str
    port: int
    port_is_fixed: bool


def serve(*, plan: Plan, say: Say) -> None:
    """Start all, stay until asked to stop, stop all.

    1. Only one per folder. 2. The database, unless an address of one is given. 3. Roles, migrations, demonstration.
    4. Web and worker. 5. Ready: say what to open. 6. Watch. 7. Stop web and worker, then the database.
    """
    # Each program's lines come from a thread of its own, and two must not become one.
    say = one_at_a_time(say)
    supervisor = Supervisor(say=say)
    with only_one(lock=plan.lock) as note, supervisor.heeding_signals():
        with _database(plan=plan, say=say) as server:
            try:
                environment = {} if server is None else {"DATABASE_URL": server.url}
                _start_all(plan=plan, supervisor=supervisor, environment=environment, note=note, say=say)
                supervisor.watch(beside=lambda: _keep_alive(server, say=say))
            except Stopping:
                pass
            finally:
                say("Stopping.")
                supervisor.stop()
        say("Stopped.")


def choose_port(*, host: str, wanted: int, fixed: bool) -> int:
    """The wanted port, or the next free one unless somebody asked for exactly this one."""
    for port in range(wanted, wanted + (1 if fixed else PORTS_TRIED)):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as candidate:
            # As the web process will do it: a port whose last connections still linger counts as free.
            candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                candidate.bind((host, port))
            except OSError:
                continue
            return port
    raise NoFreePort(f"Port {wanted} on {host} is taken. Set BARAZA_PORT to another one.")


@contextlib.contextmanager
def _database(*, plan: Plan, say: Say) -> Iterator[embedded_postgres.Server | None]:
    if any(os.environ.get(name) for name in DATABASE_VARIABLES):
        yield None
        return
    chosen = os.environ.get("BARAZA_DATA_DIRECTORY")
    data = Path(chosen) if chosen else embedded_postgres.default_data_directory(project=plan.project)
    with embedded_postgres.start(data_directory=data, attach=True) as server:
        say(f"PostgreSQL {server.version} {'started' if server.is_ours else 'was running'}, data in {data}")
        yield server


def _keep_alive(server: embedded_postgres.Server | None, *, say: Say) -> None:
    if server is not None and server.has_ended():
        say("PostgreSQL ended unexpectedly; starting it again")
        server.start_again()


def _start_all(*, plan: Plan, supervisor: Supervisor, environment: dict[str, str], note: Say, say: Say) -> None:
    port = choose_port(host=plan.host, wanted=plan.port, fixed=plan.port_is_fixed)
    base = f"http://{plan.host}:{port}"
    if plan.demonstration and not os.environ.get(PUBLIC_VARIABLE):
        # Letters of the demonstration lead to it wherever it is. By name, because browsers offer no passkey to a number.
        environment[PUBLIC_VARIABLE] = f"http://localhost:{port}"
    for step in [["database", "prepare"], *([["demo", "seed"]] if plan.demonstration else [])]:
        supervisor.run_once(replace(_baraza(*step), environment=environment))
    note(f"{base} (process {os.getpid()})")
    environment[SHARED_FOLDER] = str(_emptied(plan.lock.with_name("figures")))
    # The worker first: without its heartbeat the web process is not ready, and would log that it is not.
    programs = [_baraza("worker"), _web(host=plan.host, port=port)]
    beside = port
    for variable, module in _SANDBOXES if plan.demonstration else ():
        if not os.environ.get(variable):
            beside = choose_port(host=plan.host, wanted=beside + 1, fixed=False)
            environment[variable] = f"http://{plan.host}:{beside}"
            programs.append(_sandbox(module, host=plan.host, port=beside))
    supervisor.start([replace(program, environment=environment) for program in programs])
    deadline = time.monotonic() + READY_PATIENCE_SECONDS
    supervisor.watch(until=lambda: _is_ready(host=plan.host, port=port) or time.monotonic() > deadline)
    if supervisor.is_stopping:
        raise Stopping
    if time.monotonic() > deadline:
        say(f"Not ready after {READY_PATIENCE_SECONDS:.0f} s; {base}/readyz says why. Going on; Ctrl-C stops it.")
        return
    say(f"Baraza is ready.\n\n{directory.text(base=base, with_sign_ins=plan.demonstration)}\n\nCtrl-C stops it.")


def _emptied(folder: Path) -> Path:
    """Counters of processes that are gone would be counted on."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _sandbox(module: str, *, host: str, port: int) -> Program:
    """What stands in for a provider in the demonstration."""
    name = module.rsplit(".", 1)[1]
    return Program(name=name, command=[sys.executable, "-m", module, "--host", host, "--port", str(port)])


def _web(*, host: str, port: int) -> Program:
    # Which proxies to believe is a setting of ours (BARAZA_TRUSTED_PROXIES), not the server's.
    options = ["--no-proxy-headers", "--no-access-log", "--no-server-header", "--log-level", "warning"]
    # Live pages hold their connection for ever; on a stop they are given a few seconds.
    options += ["--timeout-graceful-shutdown", "5", "--lifespan", "auto"]
    command = [sys.executable, "-m", "uvicorn", "baraza.config.asgi:application", "--host", host, "--port", str(port)]
    return Program(name="web", command=[*command, *options])


def _baraza(*arguments: str) -> Program:
    script = Path(sys.executable).with_name("baraza")
    return Program(name=arguments[0], command=[sys.executable, str(script), *arguments])


def _is_ready(*, host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
