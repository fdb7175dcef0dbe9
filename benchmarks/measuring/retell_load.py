"""Sends signed events of voice agents, in a process of its own: `retell_load.py PORT PATH FIRST COUNT CONCURRENCY`."""

from __future__ import annotations

import hashlib
import hmac
import json
import subprocess
import sys
import time
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from measuring.bare import SECRET
from measuring.load import Answer, Measured, Next, post, run

AGENT = "agent_benchmark"


def event(number: int) -> bytes:
    """About two kilobytes: the end of a short call, each with an id of its own."""
    call = {
        "call_type": "phone_call",
        "call_id": f"call_benchmark_{number:012d}",
        "agent_id": AGENT,
        "call_status": "ended",
        "direction": "inbound",
        "from_number": f"+2782{number % 10_000_000:07d}",
        "to_number": "+27100000001",
        "start_timestamp": 1_795_000_000_000,
        "end_timestamp": 1_795_000_061_500,
        "duration_ms": 61_500,
        "disconnection_reason": "user_hangup",
        "transcript": "Agent: Good morning. User: I want to book for Monday. " * 20,
        "call_cost": {
            "product_costs": [{"product": "gpt_4o", "unit_price": 0.08, "cost": 5.125}],
            "combined_cost": 5.125,
        },
    }
    return json.dumps({"event": "call_ended", "call": call}).encode()


def request(number: int, *, path: str) -> bytes:
    body, at = event(number), str(int(time.time() * 1000))
    digest = hmac.new(SECRET, body + at.encode(), hashlib.sha256).hexdigest()
    headers = f"x-retell-signature: v={at},d={digest}\r\n"
    return post(path=path, body=body, content_type="application/json", headers=headers)


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
