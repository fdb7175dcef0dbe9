"""The sandbox's receipts: signed webhooks that say sent, delivered and read, as Meta posts them back."""

import hashlib
import hmac
import logging
import queue
import threading
import time

import httpx
import orjson

from baraza.lib.authorities import trusted
from baraza.operations.demo.graph_rules import Json
from baraza.operations.demo.graph_state import GraphState

logger = logging.getLogger(__name__)

_ATTEMPTS = 3
_OWED_AT_MOST = 50_000
_OK = 200


class Receipts:
    """One thread posts them in order; it begins with the first receipt and ends with `stop`."""

    def __init__(self, state: GraphState) -> None:
        self._state = state
        self._owed: queue.Queue[tuple[Json, str] | None] = queue.Queue(maxsize=_OWED_AT_MOST)
        self._thread: threading.Thread | None = None

    def owe(self, kept: Json, *, number_id: str) -> None:
        if not self._state.behaviour.callback_url:
            return
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="graph-receipts", daemon=True)
            self._thread.start()
        try:
            self._owed.put_nowait((kept, number_id))
        except queue.Full:
            logger.exception("The sandbox owes too many receipts; those of %s are lost.", kept["id"])

    def stop(self) -> None:
        if self._thread is not None:
            self._owed.put(None)
            self._thread.join(timeout=10)

    def _work(self) -> None:
        with httpx.Client(timeout=10.0, verify=trusted()) as client:
            while (owed := self._owed.get()) is not None:
                kept, number_id = owed
                behaviour = self._state.behaviour
                for status in behaviour.statuses:
                    body = receipt_body(kept, status=status, number_id=number_id)
                    self._post(client, behaviour.callback_url, behaviour.app_secret, body)

    def _post(self, client: httpx.Client, url: str, secret: str, body: bytes) -> None:
        """Meta repeats what was not answered with 200; so does this, three times."""
        headers = {"Content-Type": "application/json", "X-Hub-Signature-256": signature_of(secret, body)}
        for attempt in range(_ATTEMPTS):
            try:
                if client.post(url, content=body, headers=headers).status_code == _OK:
                    return
            except httpx.HTTPError as error:
                logger.warning("A receipt was not taken: %s", type(error).__name__)
            time.sleep(0.2 * 2**attempt)
        logger.error("A receipt was refused %s times and is given up.", _ATTEMPTS)


def signature_of(secret: str, body: bytes) -> str:
    """The value of `X-Hub-Signature-256`, as Meta makes it."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def receipt_body(kept: Json, *, status: str, number_id: str) -> bytes:
    receipt: Json = {
        "id": kept["id"],
        "status": status,
        "timestamp": str(int(time.time())),
    }
    address = kept["address"]
    receipt.update({"recipient_id": address[1:]} if address.startswith("+") else {"recipient_user_id": address})
    key = kept["message"].get("biz_opaque_callback_data")
    if key:
        receipt["biz_opaque_callback_data"] = key
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "15550783881", "phone_number_id": number_id},
        "statuses": [receipt],
    }
    entry = {"id": "102290129340398", "changes": [{"field": "messages", "value": value}]}
    return orjson.dumps({"object": "whatsapp_business_account", "entry": [entry]})
