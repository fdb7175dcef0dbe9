"""Letters in the log instead of the post: to whom, about what, and the words with their links, each once."""

from typing import Any

from django.core.mail.backends import console


class EmailBackend(console.EmailBackend):
    """Without headings for machines and the second copy for pages, which hid everything else that was logged."""

    def write_message(self, message: Any) -> None:
        lines = str(message.body).strip().splitlines()
        told = [f"Letter to {', '.join(message.recipients())}: {message.subject}", *lines]
        self.stream.write("\n  | ".join(told) + "\n")
