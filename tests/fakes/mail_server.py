"""A mail server on the loopback address that takes letters, or says what it was told to say to the first recipients."""

from __future__ import annotations

import socketserver
import threading
from types import TracebackType
from typing import Self


class MailServer:
    """`taken` holds (recipient, letter). `answers` are given to RCPT, one after the other; then all are taken."""

    def __init__(self, *, answers: list[str] | None = None) -> None:
        self.answers = list(answers or [])
        self.taken: list[tuple[str, str]] = []

    def __enter__(self) -> Self:
        outer = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                outer._talk(self)

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _talk(self, line: socketserver.StreamRequestHandler) -> None:
        recipient = ""
        line.wfile.write(b"220 here\r\n")
        for command in iter(line.rfile.readline, b""):
            word = command[:4].upper().decode()
            answer = "250 fine"
            if word == "RCPT":
                recipient = command.decode().split(":", 1)[1].strip()
                answer = self.answers.pop(0) if self.answers else answer
            elif word == "DATA":
                line.wfile.write(b"354 go on\r\n")
                text = b"".join(iter(line.rfile.readline, b".\r\n"))
                self.taken.append((recipient, text.decode()))
            elif word == "QUIT":
                line.wfile.write(b"221 bye\r\n")
                return
            line.wfile.write(answer.encode() + b"\r\n")
