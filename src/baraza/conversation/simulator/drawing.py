"""Draws what a person would see on their telephone in plain characters."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from baraza.lib.gsm7 import septets
from baraza.messaging.contract import Buttons, Content, Limits, ListMenu, LocationRequest, Screen, Text

_WIDTH = 44


@dataclass(frozen=True)
class Option:
    """Something that can be tapped; in the terminal by its number."""

    id: str
    title: str


def screen(content: Screen, limits: Limits) -> str:
    """A box with the text and what it costs of the screen's room."""
    lines = [part for line in content.text.split("\n") for part in textwrap.wrap(line, _WIDTH) or [""]]
    cost = septets(content.text) if limits.alphabet == "gsm7" else len(content.text)
    footer = f" {cost} of {limits.text} {'· closes' if content.end else ''}".rstrip() + " "
    return "\n".join(
        [
            f"┌{'─' * (_WIDTH + 2)}┐",
            *(f"│ {line.ljust(_WIDTH)} │" for line in lines),
            f"└{footer.rjust(_WIDTH + 2, '─')}┘",
        ]
    )


def bubbles(contents: Sequence[Content]) -> str:
    """Messages one below the other, with what can be tapped on the last ones."""
    numbered = {option: number for number, option in enumerate(options_of(contents), start=1)}
    return "\n".join(line for content in contents for line in _bubble(content, numbered))


def options_of(contents: Sequence[Content]) -> list[Option]:
    """Everything that can be tapped, in the order in which it stands there."""
    options: list[Option] = []
    for content in contents:
        if isinstance(content, Buttons):
            options += [Option(button.id, button.title) for button in content.buttons]
        if isinstance(content, ListMenu):
            options += [Option(row.id, row.title) for section in content.sections for row in section.rows]
    return options


def _bubble(content: Content, numbered: dict[Option, int]) -> list[str]:
    match content:
        case Text(body=body):
            return _said(body)
        case LocationRequest(body=body):
            return [*_said(body), "  ( Send location )  :pin LAT,LON"]
        case Buttons(body=body, buttons=buttons):
            taps = [f"( {numbered[Option(button.id, button.title)]} {button.title} )" for button in buttons]
            return [*_said(body), f"  {'  '.join(taps)}"]
        case ListMenu(body=body, button=button, sections=sections):
            rows = [row for section in sections for row in section.rows]
            lines = [
                f"  {numbered[Option(row.id, row.title)]:>3}  {row.title}"
                + (f" · {row.description}" if row.description else "")
                for row in rows
            ]
            return [*_said(body), f"  ( ≡ {button} )", *lines]
        case _:
            return [f"  {content}"]


def _said(body: str) -> list[str]:
    lines = [part for line in body.split("\n") for part in textwrap.wrap(line, _WIDTH) or [""]]
    return [f"  │ {line}" for line in lines]
