"""What the sandbox of the Graph API remembers: in memory, bounded, safe to use from several threads."""

import base64
import hashlib
import itertools
import secrets
import threading
import time
from collections import OrderedDict, deque
from dataclasses import dataclass, field
from typing import TypeVar

from baraza.operations.demo.graph_rules import FREE_FORM, Invalid, Json, Refusal, check_message, recipient_of

Value = TypeVar("Value")

_DAY = 24 * 3600
_PEOPLE, _MESSAGES, _FILES = 100_000, 20_000, 200
_URL_SECONDS = 300


@dataclass
class Behaviour:
    """How the sandbox behaves, set through `/_control/settings`. `pair_limit` messages to one person in
    `pair_seconds`; 0 switches the limit off. `token` empty takes any. `callback_url` empty sends no receipts.
    `number_ids` empty: every number exists. `webhook_url` is where Meta would say that it delivers.
    """

    token: str = ""
    window: bool = True
    pair_limit: int = 45
    pair_seconds: float = 6.0
    callback_url: str = ""
    app_secret: str = ""
    statuses: list[str] = field(default_factory=lambda: ["sent", "delivered", "read"])
    number_ids: list[str] = field(default_factory=list)
    subscribed: bool = True
    quality: str = "GREEN"
    webhook_url: str = ""
    templates: list[Json] = field(
        default_factory=lambda: [
            {"name": "report_news", "language": "en", "status": "APPROVED", "category": "UTILITY"},
            {"name": "report_news", "language": "zu", "status": "APPROVED", "category": "UTILITY"},
            {"name": "how_was_it", "language": "en", "status": "PENDING", "category": "UTILITY"},
        ]
    )


@dataclass(frozen=True)
class Fault:
    """What happens instead of an answer: `error` (status and code), `hang` (seconds) or `cut` (half an answer)."""

    mode: str = "error"
    status: int = 500
    code: int = 131000
    seconds: float = 60.0
    retry_after: int = 0

    def refusal(self) -> Refusal:
        return Refusal(self.status, self.code, "Sandbox fault", "Asked for through /_control/fail.")


@dataclass(frozen=True)
class StoredFile:
    content: bytes = field(repr=False)
    mime_type: str

    def digest(self) -> "hashlib._Hash":
        return hashlib.sha256(self.content)


class GraphState:
    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._numbers = itertools.count(1)
        self._secret = secrets.token_hex(16)
        self.clear()

    def clear(self) -> None:
        with self._lock:
            self.behaviour = Behaviour()
            self._messages: deque[Json] = deque(maxlen=_MESSAGES)
            self._read: deque[Json] = deque(maxlen=_MESSAGES)
            self._inbound: OrderedDict[str, float] = OrderedDict()
            self._sent_at: OrderedDict[str, deque[float]] = OrderedDict()
            self._files: OrderedDict[str, StoredFile] = OrderedDict()
            self._faults: deque[Fault] = deque(maxlen=10_000)

    def set_behaviour(self, **changes: object) -> None:
        with self._lock:
            for name, value in changes.items():
                if not hasattr(self.behaviour, name):
                    raise Invalid(f"There is no setting {name}")
                setattr(self.behaviour, name, value)

    def fail_next(self, *, times: int, fault: Fault) -> None:
        with self._lock:
            self._faults.extend([fault] * times)

    def next_fault(self) -> Fault | None:
        with self._lock:
            return self._faults.popleft() if self._faults else None

    def person_wrote(self, *, address: str, at: float | None = None) -> None:
        """Opens the person's window of 24 hours, as their message to the business does."""
        with self._lock:
            _remember(self._inbound, address, at or time.time(), most=_PEOPLE)

    def accept(self, message: Json) -> Json | Refusal:
        """The message as kept, with its id, or why Meta would not take it."""
        try:
            check_message(message)
            address = recipient_of(message)
        except Invalid as invalid:
            return Refusal(400, invalid.code, "Invalid parameter", invalid.details)
        with self._lock:
            refusal = self._window(message, address) or self._pair(address)
            if refusal:
                return refusal
            number = next(self._numbers)
            kept = {"sequence": number, "id": f"wamid.SANDBOX{number:012d}", "address": address, "message": message}
            self._messages.append(kept)
            return kept

    def messages(self, *, address: str = "", since: int = 0) -> list[Json]:
        with self._lock:
            return [
                kept
                for kept in self._messages
                if kept["sequence"] > since and (not address or kept["address"] == address)
            ]

    def mark_read(self, message: Json) -> None:
        with self._lock:
            self._read.append(message)

    def marked_read(self) -> list[Json]:
        with self._lock:
            return list(self._read)

    def keep_file(self, *, content: bytes, mime_type: str) -> str:
        with self._lock:
            file_id = str(10**15 + next(self._numbers))
            _remember(self._files, file_id, StoredFile(content, mime_type), most=_FILES)
            return file_id

    def file(self, file_id: str) -> StoredFile | None:
        with self._lock:
            return self._files.get(file_id)

    def file_facts(self, file_id: str, *, base_url: str, valid_seconds: float = _URL_SECONDS) -> Json | None:
        """What `GET /<media id>` answers; the address carries an expiry and a signature, as Meta's does."""
        stored = self.file(file_id)
        if stored is None:
            return None
        expires = int(time.time() + valid_seconds)
        return {
            "messaging_product": "whatsapp",
            "url": f"{base_url}/_media/{file_id}?ext={expires}&hash={self._sign(file_id, expires)}",
            "mime_type": stored.mime_type,
            "sha256": stored.digest().hexdigest(),
            "file_size": str(len(stored.content)),
            "id": file_id,
        }

    def file_reference(self, file_id: str) -> Json:
        """What a webhook says of the file, with the digest in base64 as there."""
        stored = self._files[file_id]
        return {
            "id": file_id,
            "mime_type": stored.mime_type,
            "sha256": base64.b64encode(stored.digest().digest()).decode(),
        }

    def address_is_good(self, *, file_id: str, expires: str, signature: str) -> bool:
        if not expires.isdigit() or int(expires) < time.time():
            return False
        return secrets.compare_digest(signature.encode(), self._sign(file_id, int(expires)).encode())

    def _sign(self, file_id: str, expires: int) -> str:
        return hashlib.sha256(f"{self._secret}:{file_id}:{expires}".encode()).hexdigest()[:40]

    def _window(self, message: Json, address: str) -> Refusal | None:
        if not self.behaviour.window or message.get("type", "text") not in FREE_FORM:
            return None
        if time.time() - self._inbound.get(address, 0.0) <= _DAY:
            return None
        details = "More than 24 hours have passed since the recipient last replied to the sender number."
        return Refusal(400, 131047, "Re-engagement message", details)

    def _pair(self, address: str) -> Refusal | None:
        if not self.behaviour.pair_limit:
            return None
        now, recent = time.time(), self._sent_at.get(address, deque())
        while recent and now - recent[0] > self.behaviour.pair_seconds:
            recent.popleft()
        if len(recent) >= self.behaviour.pair_limit:
            details = "Too many messages sent from this phone number to the same phone number in a short period."
            return Refusal(400, 131056, "Pair rate limit hit", details)
        recent.append(now)
        _remember(self._sent_at, address, recent, most=_PEOPLE)
        return None


def _remember(held: OrderedDict[str, Value], key: str, value: Value, *, most: int) -> None:
    """Keeps the newest `most`, so that a long demonstration does not fill the memory."""
    held[key] = value
    held.move_to_end(key)
    while len(held) > most:
        held.popitem(last=False)
