"""A mail server of the tests: takes letters as any other does, and keeps them to be read."""

from __future__ import annotations

import contextlib
import email
import socketserver
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from email.policy import default


@dataclass
class LetterBox:
    port: int = 0
    letters: list[tuple[str, Message]] = field(default_factory=list)

    @property
    def url(self) -> str:
        """For BARAZA_EMAIL_URL."""
        return f"smtp://127.0.0.1:{self.port}?tls=off"

    def text_for(self, recipient: str) -> str:
        """The newest letter's plain words; empty before there is one."""
        found = [letter for to, letter in self.letters if to == recipient]
        plain = [part for part in found[-1].walk() if part.get_content_type() == "text/plain"] if found else []
        return str(plain[0].get_content()) if plain else ""  # type: ignore[attr-defined] # of the newer policy


@contextlib.contextmanager
def letter_box() -> Iterator[LetterBox]:
    box = LetterBox()

    class Talk(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            recipients: list[str] = []
            self._say("220 letters")
            while line := self.rfile.readline():
                word = line[:4].upper().strip()
                if word == b"RCPT":
                    recipients.append(line.decode().partition("<")[2].partition(">")[0])
                if word == b"DATA":
                    self._say("354 go on")
                    letter = email.message_from_bytes(b"".join(iter(self.rfile.readline, b".\r\n")), policy=default)
                    box.letters += [(one, letter) for one in recipients]
                self._say("221 bye" if word == b"QUIT" else "250 ok")

        def _say(self, words: str) -> None:
            self.wfile.write(f"{words}\r\n".encode())

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk) as server:
        server.daemon_threads = True
        box.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield box
        server.shutdown()
