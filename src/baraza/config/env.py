"""The one reader of the environment: every setting is named, typed, and its absence is said by name."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field


class MissingSetting(RuntimeError):
    """A required environment variable is absent or cannot be read as its type."""


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
        value = self.values.get(name, "").strip()
        if value:
            return value
        if default is None:
            raise MissingSetting(f"Set the environment variable {name} (or {name}_FILE). See docs/settings.md.")
        return default

    def whole_number(self, name: str, *, default: int) -> int:
        text = self.text(name, default=str(default))
        try:
            return int(text)
        except ValueError as error:
            raise MissingSetting(f"{name} must be a whole number, but it is {text!r}.") from error

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
