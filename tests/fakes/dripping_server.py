"""A server whose answer never ends, and of which no single byte is long in coming."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def dripping(beginning: bytes) -> Iterator[str]:
    """Sends a byte every twenty milliseconds until whoever asked has had enough."""
    stopped = threading.Event()

    def serve() -> None:
        asked, _ = listening.accept()
        with asked, suppress(OSError):
            asked.sendall(beginning)
            while not stopped.wait(0.02):
                asked.sendall(b"x")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
        stopped.set()
        thread.join(timeout=5)
