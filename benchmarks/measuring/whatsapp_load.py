"""Sends signed WhatsApp webhooks, in a process of its own: `whatsapp_load.py PORT PATH FIRST COUNT CONCURRENCY`."""

from __future__ import annotations

import hashlib
import hmac
import json
import subprocess
import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from measuring.bare import SECRET
from measuring.load import Answer, Measured, Next, post, run

PEOPLE = 5_000


def webhook(number: int) -> bytes:
    """About a kilobyte, as Meta sends a text message; every one from another person and with an id of its own."""
    sender = f"2782{number % PEOPLE:07d}"
    message = {
        "from": sender,
        "id": f"wamid.HBgLMjc4MjAwMDAwMDAVAgASGBQzQUE5{number:016d}A",
        "timestamp": "1795000000",
        "type": "text",
        "text": {"body": "There has been no water in our street since this morning. " * 8},
    }
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "27110000000", "phone_number_id": "106540352242922"},
        "contacts": [{"profile": {"name": "Aline"}, "wa_id": sender}],
        "messages": [message],
    }
    change = {"field": "messages", "value": value}
    entry = {"id": "102290129340398", "changes": [change]}
    return json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()


def request(number: int, *, path: str) -> bytes:
    body = webhook(number)
    digest = hmac.new(SECRET, body, hashlib.sha256).hexdigest()
    signature = f"x-hub-signature-256: sha256={digest}\r\n"
    return post(path=path, body=body, content_type="application/json", headers=signature)


def measure(port: int, *, path: str, first: int, count: int, concurrency: int) -> Measured:
    """In another process, so that its work and the server's do not share an interpreter."""
    numbers = [str(number) for number in (first, count, concurrency)]
    command = [sys.executable, __file__, str(port), path, *numbers]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    return Measured(**json.loads(done.stdout))


def main() -> None:
    port, path, (first, count, concurrency) = int(sys.argv[1]), sys.argv[2], map(int, sys.argv[3:6])
    requests = iter([request(number, path=path) for number in range(first, first + count)])

    def following(_: Answer | None) -> bytes | None:
        return next(requests, None)

    people: list[Next] = [following] * concurrency
    print(json.dumps(run(port, people).as_json()))


if __name__ == "__main__":
    main()
