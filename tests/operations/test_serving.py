"""The one command that starts everything, with small stand-ins for web and worker and a real database."""

import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.ports import free_port

from baraza.operations.embedded_postgres.server import find_running
from baraza.operations.serving import NoFreePort, choose_port

# Of whoever waits here, on a machine that is busy with other things.
PATIENCE_SECONDS = 60.0
# The parent under test: the real `serve`, with programs that need none of the application.
PARENT = '''
import pathlib, sys
from baraza.operations import serving
from baraza.operations.addresses import directory
from baraza.operations.children import Program

WEB = """
import http.server, os, sys
class Ready(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
    def log_message(self, *_arguments):
        pass
print("web is process", os.getpid())
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Ready).serve_forever()
"""
QUICK = "import os, sys; print('done', sys.argv[1:], os.environ['DATABASE_URL'], os.environ['BARAZA_PUBLIC_URL'])"
LONG = "import os, sys, time; print(sys.argv[1], 'is process', os.getpid()); time.sleep(600)"

def run(name, code, *arguments):
    return Program(name=name, command=[sys.executable, "-c", code, *arguments])

serving._web = lambda host, port: run("web", WEB, str(port))
serving._sandbox = lambda module, host, port: run("sandbox", LONG, "sandbox")
serving._baraza = lambda *words: run("worker", LONG, *words) if words == ("worker",) else run(words[0], QUICK, *words[1:])
directory.offer_entrance(title="Portal", path="/")
directory.offer_sign_in(who="Clerk", name="clerk@example.org", password="a long demonstration phrase")
folder = pathlib.Path(sys.argv[1])
plan = serving.Plan(project=folder, lock=folder / "serve.lock", demonstration=True, host="127.0.0.1",
                    port=int(sys.argv[2]), port_is_fixed=False)
serving.serve(plan=plan, say=lambda line: print(line, flush=True))
'''


class Served:
    """A running parent and what it has said so far."""

    def __init__(self, folder: Path, port: int) -> None:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_")}
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, "-c", PARENT, folder, str(port)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**environment, "BARAZA_DATA_DIRECTORY": str(folder / "pg")},
        )
        self.said: list[str] = []
        self._lines: queue.Queue[str] = queue.Queue()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as lines:
            for line in lines:
                self._lines.put(line.rstrip("\n"))

    def listen_until(self, words: str, *, times: int = 1) -> None:
        while sum(words in line for line in self.said) < times:
            try:
                self.said.append(self._lines.get(timeout=PATIENCE_SECONDS))
            except queue.Empty:
                pytest.fail(f"{words!r} did not come {times} times:\n" + "\n".join(self.said))

    def listen_until_all_is_up(self) -> None:
        for words in ("Ctrl-C stops it", "web is process", "worker is process"):
            self.listen_until(words)
        # What each says of itself comes when it comes.
        self.listen_until("sandbox is process", times=2)

    def listen_to_the_end(self) -> int:
        code = self.process.wait(PATIENCE_SECONDS)
        self._reader.join()
        while not self._lines.empty():
            self.said.append(self._lines.get())
        return code

    def pid_of(self, name: str) -> int:
        return next(int(line.split()[-1]) for line in reversed(self.said) if f"{name} is process" in line)

    def database_runs(self) -> bool:
        return find_running(data_directory=self.folder / "pg") is not None


@pytest.fixture
def start_serving(open_folder: Path) -> Iterator[Callable[[], Served]]:
    started: list[Served] = []

    def begin() -> Served:
        started.append(Served(open_folder, free_port()))
        return started[-1]

    yield begin
    for served in started:
        served.process.terminate()
        served.listen_to_the_end()


def eventually(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    return condition()


def exists(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


@pytest.mark.badday
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_stop_ends_everything_that_was_started(start_serving: Callable[[], Served], number: signal.Signals) -> None:
    served = start_serving()
    served.listen_until_all_is_up()
    pids = [served.pid_of("web"), served.pid_of("worker")]
    assert served.database_runs()

    served.process.send_signal(number)

    assert served.listen_to_the_end() == 0
    assert served.said[-2:] == ["Stopping.", "Stopped."]
    assert [exists(pid) for pid in pids] == [False, False]
    assert not served.database_runs()


def test_the_database_is_prepared_and_the_demonstration_seeded_before_the_web_starts(
    start_serving: Callable[[], Served],
) -> None:
    served = start_serving()
    served.listen_until_all_is_up()

    order = [line.split()[0] for line in served.said if "|" in line]
    text = "\n".join(served.said)
    assert order[:2] == ["database|", "demo"]
    assert sorted(order[2:]) == ["sandbox", "sandbox", "web", "worker"]
    port = text.split("Portal  http://127.0.0.1:")[1].split("/")[0]
    # Letters that the demonstration writes lead to where it is.
    assert text.count(f" http://localhost:{port}\n") == 2
    assert "Clerk  clerk@example.org  a long demonstration phrase" in text


@pytest.mark.badday
def test_a_killed_parent_leaves_nothing_running_and_the_next_start_works(start_serving: Callable[[], Served]) -> None:
    killed = start_serving()
    killed.listen_until_all_is_up()
    pids = [killed.pid_of("web"), killed.pid_of("worker")]

    killed.process.kill()
    killed.process.wait()
    again = start_serving()
    again.listen_until_all_is_up()

    assert eventually(lambda: not any(exists(pid) for pid in pids))
    assert again.database_runs()


@pytest.mark.badday
def test_a_killed_database_comes_back(start_serving: Callable[[], Served]) -> None:
    served = start_serving()
    served.listen_until_all_is_up()
    postmaster = int((served.folder / "pg" / "data" / "postmaster.pid").read_text().splitlines()[0])

    os.kill(postmaster, signal.SIGKILL)

    served.listen_until("PostgreSQL ended unexpectedly; starting it again")
    assert eventually(served.database_runs)


@pytest.mark.badday
def test_a_killed_web_process_comes_back(start_serving: Callable[[], Served]) -> None:
    served = start_serving()
    served.listen_until_all_is_up()
    first = served.pid_of("web")

    os.kill(first, signal.SIGKILL)

    served.listen_until("web ended (signal 9); starting it again in 1 s")
    served.listen_until("web is process", times=2)
    assert served.pid_of("web") != first


def test_a_second_start_says_where_the_first_one_is(start_serving: Callable[[], Served]) -> None:
    first = start_serving()
    first.listen_until_all_is_up()

    second = start_serving()

    assert second.listen_to_the_end() == 1
    assert "Baraza already runs from this folder: http://127.0.0.1:" in second.said[-1]
    assert f"(process {first.process.pid})" in second.said[-1]


def test_the_next_free_port_is_taken_unless_one_was_asked_for() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        assert choose_port(host="127.0.0.1", wanted=port, fixed=False) > port
        with pytest.raises(NoFreePort, match="Set BARAZA_PORT"):
            choose_port(host="127.0.0.1", wanted=port, fixed=True)
