"""The running product for journeys: web and worker as processes of their own, the sandbox of the Graph API beside them."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import httpx
import phonenumbers
from tests.factories.core import PASSWORD, make_connection, make_member, make_organisation
from tests.journeys.letters import LetterBox

from baraza.core.identity.actor import SYSTEM
from baraza.core.identity.models import User
from baraza.core.ingress.connections import webhook_path
from baraza.core.ingress.contract import ConnectionFacts
from baraza.core.ingress.models import Connection
from baraza.core.organisations.queries import OrganisationProfile
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib.authorities import trusted
from baraza.operations.demo.graph_api import Sandbox
from baraza.operations.demo.handsets import UssdPhone, WhatsAppPhone
from baraza.operations.demo.organisations import EMERGENCY_NUMBERS
from baraza.services.complaints.actions.information import set_emergency_numbers

APP_SECRET = "journey-app-secret"
VERIFY_TOKEN = "journey-verify-token"
PATIENCE_SECONDS = 60.0
ROOT = Path(__file__).resolve().parents[2]

Found = TypeVar("Found")


class NotInTime(AssertionError):
    """What was waited for did not happen."""


def eventually(
    look: Callable[[], Found], *, seconds: float = PATIENCE_SECONDS, what: str | Callable[[], str] = ""
) -> Found:
    """The first true answer of `look`. Raises NotInTime with `what`, which may be asked for only then."""
    until, pause = time.monotonic() + seconds, 0.02
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() > until:
            said = what() if callable(what) else what
            raise NotInTime(said or f"{look} stayed {found!r}")
        time.sleep(pause)
        # Whoever looks on and on keeps those busy for whom it waits.
        pause = min(pause * 1.4, 0.3)


@dataclass
class Process:
    """A child of the tests that can be killed and started again."""

    command: list[str]
    environment: dict[str, str]
    log: Path
    running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.running = subprocess.Popen(self.command, env=self.environment, stdout=log, stderr=log)

    def kill(self) -> None:
        """As the kernel does when memory runs out: no time for anything."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def _end(self, number: signal.Signals) -> None:
        if self.running is None:
            return
        self.running.send_signal(number)
        try:
            self.running.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.running.kill()
            self.running.wait(timeout=5)
        self.running = None


@dataclass
class City:
    """One organisation at the desk, with its connections."""

    desk: Desk
    profile: OrganisationProfile
    whatsapp: ConnectionFacts
    ussd: ConnectionFacts
    numbers: Iterator[str]

    def whatsapp_phone(self, number: str = "") -> WhatsAppPhone:
        return WhatsAppPhone(
            url=self.desk.url_of(self.whatsapp),
            app_secret=APP_SECRET,
            phone_number_id=self.whatsapp.options["phone_number_id"],
            number=number or self.new_number(),
            name="Thandi",
            graph_url=self.desk.graph.url,
            client=self.desk.new_client(),
        )

    def ussd_phone(self, number: str = "") -> UssdPhone:
        return UssdPhone(
            url=self.desk.url_of(self.ussd),
            number=number or self.new_number(),
            service_code=self.ussd.options["service_code"],
            client=self.desk.new_client(),
        )

    def new_number(self) -> str:
        return next(self.numbers)

    def member(self, role: str = "agent") -> Console:
        actor = make_member(organisation_id=self.profile.id, role=role)
        email = User.objects.get(pk=actor.id).email
        return Console(base=self.desk.base, email=email, client=self.desk.new_client())

    @contextlib.contextmanager
    def scope(self) -> Iterator[None]:
        with organisation_scope(organisation_id=self.profile.id):
            yield


@dataclass
class Console:
    """A member of staff in a browser without JavaScript."""

    base: str
    email: str
    client: httpx.Client

    def get(self, path: str) -> httpx.Response:
        return self.client.get(self.base + path)

    def post(self, path: str, **fields: str) -> httpx.Response:
        """Posts as the page's form would: with the token that the page carries."""
        if "csrftoken" not in self.client.cookies:
            self.get("/console/sign-in/")
        fields["csrfmiddlewaretoken"] = self.client.cookies["csrftoken"]
        return self.client.post(self.base + path, data=fields, headers={"Referer": self.base + path})

    def sign_in(self, password: str = PASSWORD) -> httpx.Response:
        return self.post("/console/sign-in/", username=self.email, password=password)


@dataclass
class Desk:
    """The product as it runs in this test session."""

    base: str
    graph: Sandbox
    web: Process
    worker: Process
    environment: dict[str, str]
    letters: LetterBox = field(default_factory=LetterBox)
    _cities: int = 0
    _clients: list[httpx.Client] = field(default_factory=list)

    def new_client(self) -> httpx.Client:
        """Closed when the test ends."""
        client = httpx.Client(timeout=30, follow_redirects=True, verify=trusted())
        self._clients.append(client)
        return client

    def close_clients(self) -> None:
        while self._clients:
            self._clients.pop().close()

    def url_of(self, facts: ConnectionFacts) -> str:
        with organisation_scope(organisation_id=facts.organisation_id):
            token = Connection.objects.get(pk=facts.id).path_token
        return self.base + webhook_path(source=facts.source, path_token=token)

    def city(self, **overrides: object) -> City:
        """A new organisation with WhatsApp and USSD, which no other test has touched."""
        self._cities += 1
        profile = make_organisation(**overrides)
        whatsapp = make_connection(
            organisation_id=profile.id,
            source="whatsapp.meta_cloud",
            secrets={"app_secret": APP_SECRET, "access_token": "token", "verify_token": VERIFY_TOKEN},
            options={"phone_number_id": str(10**14 + self._cities)},
        )
        ussd = make_connection(
            organisation_id=profile.id,
            source="ussd.africas_talking",
            secrets={},
            options={"service_code": f"*134*{self._cities}#"},
        )
        with organisation_scope(organisation_id=profile.id):
            set_emergency_numbers(actor=SYSTEM, numbers=EMERGENCY_NUMBERS)
        return City(self, profile, whatsapp, ussd, _mobile_numbers(profile.phone_region, self._cities))

    def wait_until_ready(self) -> None:
        # Everything that shares this desk fails with it, and several desks may be starting on a busy machine.
        eventually(self._is_ready, seconds=90.0, what=f"not ready: {self.web.log.read_text()[-2000:]}")

    def _is_ready(self) -> bool:
        try:
            return httpx.get(self.base + "/readyz", timeout=5, verify=trusted()).status_code == httpx.codes.OK
        except httpx.HTTPError:
            return False


def _mobile_numbers(region: str, city: int) -> Iterator[str]:
    """Valid mobile numbers, none twice: the region's example with its last digits counted up."""
    example = phonenumbers.example_number_for_type(region, phonenumbers.PhoneNumberType.MOBILE)
    assert example is not None
    written = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164)
    for number in range(1, 10_000):
        yield f"{written[:-6]}{city % 100:02d}{number:04d}"


def processes(*, environment: dict[str, str], folder: Path, port: int) -> tuple[Process, Process]:
    """Web and worker, as the supervisor starts them."""
    python = sys.executable
    serve = ["-m", "uvicorn", "baraza.config.asgi:application", "--host", "127.0.0.1", "--port", str(port)]
    web = Process([python, *serve, "--log-level", "warning", "--no-access-log"], environment, folder / "web.log")
    command = str(Path(python).with_name("baraza"))
    worker = Process([python, command, "worker"], environment, folder / "worker.log")
    return web, worker


def environment_for(*, database: dict[str, str], folder: Path, graph_url: str) -> dict[str, str]:
    kept = {name: value for name, value in database.items() if not name.startswith(("DJANGO_", "PYTEST_"))}
    return {
        **kept,
        "BARAZA_MODE": "demo",
        "DJANGO_SETTINGS_MODULE": "tests.journeys.settings",
        "PYTHONPATH": str(ROOT),
        "BARAZA_WHATSAPP_GRAPH_URL": graph_url,
        "BARAZA_SEND_RECEIPT_WAIT_SECONDS": "4",
        "BARAZA_LIVE_CHECK_SECONDS": "1",
        "BARAZA_REPLY_UNDO_SECONDS": "4",
        "BARAZA_WEBPUSH_INSIDE_HOSTS": "127.0.0.1",
        "BARAZA_RUN_DIRECTORY": str(folder),
        "BARAZA_MEDIA_DIRECTORY": str(folder / "media"),
        "PYTHONWARNINGS": "default",
        "PATH": os.environ.get("PATH", ""),
    }


REFERENCE = re.compile(r"[A-Z]{2}-\d{4}-[A-Z0-9]{6}")


def reference_in(text: str) -> str:
    found = REFERENCE.search(text)
    assert found, f"no reference in {text!r}"
    return found.group()


def words_of(message: dict[str, object]) -> str:
    """The text of any message that WhatsApp would show."""
    kind = str(message["type"])
    body = message[kind]
    assert isinstance(body, dict)
    if kind == "text":
        return str(body["body"])
    if kind == "image":
        return str(body.get("caption", ""))
    if kind == "interactive":
        return str(body["body"]["text"])
    return "\n".join(str(item["text"]) for part in body["components"] for item in part["parameters"])
