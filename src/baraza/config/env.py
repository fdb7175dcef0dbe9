"""The one reader of the environment: every setting is named, typed, and its absence is said by name."""

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass, field


class MissingSetting(RuntimeError):
    """A required environment variable is absent, cannot be read as its type, or has a value that is refused."""


@dataclass(frozen=True)
class Environment:
    values: Mapping[str, str] = field(default_factory=lambda: os.environ)

    def text(self, name: str, *, default: str | None = None) -> str:
        """The variable's text; `NAME_FILE` names a file that holds it (as secret stores mount them)."""
        path = self.values.get(f"{name}_FILE")
        if path:
            try:
                with open(path, encoding="utf-8") as handle:  # noqa: PTH123 - a plain path from the operator
                    return handle.read().strip()
            except OSError as error:
                raise MissingSetting(f"{name}_FILE names {path!r}, which cannot be read: {error.strerror}.") from error
            except UnicodeDecodeError:
                raise MissingSetting(f"{name}_FILE names {path!r}, which is not text in UTF-8.") from None
        value = self.values.get(name, "").strip()
        if value:
            return value
        if default is None:
            raise MissingSetting(f"Set the environment variable {name} (or {name}_FILE). See docs/settings.md.")
        return default

    def whole_number(self, name: str, *, default: int, least: int = 1) -> int:
        text = self.text(name, default=str(default))
        try:
            number = int(text)
        except ValueError as error:
            raise MissingSetting(f"{name} must be a whole number, but it is {text!r}.") from error
        if number < least:
            raise MissingSetting(f"{name} must be {least} or more, but it is {number}.")
        return number

    def switch(self, name: str, *, default: bool) -> bool:
        text = self.text(name, default="on" if default else "off").lower()
        if text in {"1", "on", "true", "yes"}:
            return True
        if text in {"0", "off", "false", "no"}:
            return False
        raise MissingSetting(f"{name} must be on or off, but it is {text!r}.")

    def words(self, name: str, *, default: str = "") -> list[str]:
        """A list separated by commas, blanks dropped."""
        return [word.strip() for word in self.text(name, default=default).split(",") if word.strip()]

    def networks(self, name: str) -> list[str]:
        """Addresses and networks (10.0.0.0/8) by commas."""
        given = self.words(name)
        for word in given:
            try:
                ipaddress.ip_network(word)
            except ValueError as error:
                raise MissingSetting(f"{name} takes addresses and networks by commas: {error}.") from error
        return given
