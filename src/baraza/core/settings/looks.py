"""Whether an organisation's colours can be read, in the light and in the dark, and the variables that follow from them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from baraza.lib.colours import GRAPHIC, TEXT, contrast, mixed, nearest_that_passes, readable_on

# What stands behind text in our own styles (frontend/src/styles/_tokens.scss).
LIGHT_GROUNDS: Final = ("#ffffff", "#f8f6f1")
DARK_GROUNDS: Final = ("#182225", "#0f1719")
OUR_BRAND: Final = "#0b5563"
OUR_HEADER: Final = "#0b3f49"
OUR_ACCENT: Final = "#f5b324"
_SOFT_LIGHT = 0.1
_SOFT_DARK = 0.18
# The strongest tint that any colour can give: what can be read on it can be read on every other.
_DARKEST_TINT: Final = mixed("#000000", "#ffffff", share=_SOFT_LIGHT)
_LIGHTEST_TINT: Final = mixed("#ffffff", DARK_GROUNDS[0], share=_SOFT_DARK)


@dataclass(frozen=True, kw_only=True)
class Colours:
    """Of buttons and links, of the bar on top, of the stripe on it; empty where ours is used."""

    brand: str = ""
    header: str = ""
    accent: str = ""


@dataclass(frozen=True, kw_only=True)
class Unreadable:
    """Why a colour is refused: its contrast, what it would need, and a shade of it that has that."""

    part: str
    colour: str
    contrast: float
    needed: float
    instead: str | None


def unreadable(colours: Colours) -> list[Unreadable]:
    """What cannot be read or told apart; empty when all is well."""
    return list(_problems(colours))


def _problems(colours: Colours) -> Iterator[Unreadable]:
    if colours.brand:
        tint = mixed(colours.brand, "#ffffff", share=_SOFT_LIGHT)
        safe = (*LIGHT_GROUNDS, _DARKEST_TINT)
        yield from _judged("brand", colours.brand, grounds=(*LIGHT_GROUNDS, tint), safe=safe, needed=TEXT)
    header = colours.header or OUR_HEADER
    if colours.accent or colours.header:
        yield from _judged("accent", colours.accent or OUR_ACCENT, grounds=(header,), safe=(header,), needed=GRAPHIC)


def _judged(
    part: str, colour: str, *, grounds: tuple[str, ...], safe: tuple[str, ...], needed: float
) -> Iterator[Unreadable]:
    """Links stand on tints of their own colour, too; what is proposed instead is read on any tint (`safe`)."""
    found = min(contrast(colour, ground) for ground in grounds)
    if found < needed:
        instead = nearest_that_passes(colour, against=safe, ratio=needed)
        yield Unreadable(part=part, colour=colour, contrast=round(found, 1), needed=needed, instead=instead)


def variables(colours: Colours) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Of the light and of the dark theme; the dark shades are made from the light ones so that they can be read."""
    light: dict[str, str] = {}
    dark: dict[str, str] = {}
    if colours.brand:
        light |= _brand(colours.brand, ground="#ffffff", soft=_SOFT_LIGHT, grounds=LIGHT_GROUNDS)
        shade = nearest_that_passes(colours.brand, against=(*DARK_GROUNDS, _LIGHTEST_TINT), ratio=TEXT) or "#edf2f1"
        dark |= _brand(shade, ground="#182225", soft=_SOFT_DARK, grounds=DARK_GROUNDS)
    if colours.header:
        light |= _bar(colours.header)
        dark |= _bar(mixed(colours.header, DARK_GROUNDS[1], share=0.6))
    if colours.accent:
        light |= _stripe(colours.accent)
        bar = dark.get("header", "#0b2b32")
        dark |= _stripe(nearest_that_passes(colours.accent, against=(bar,), ratio=GRAPHIC) or colours.accent)
    return light, dark


def _bar(colour: str) -> dict[str, str]:
    """Where the pointer is, the bar moves away from its ink and not towards it."""
    ink = readable_on(colour)
    away = "#000000" if ink == "#ffffff" else "#ffffff"
    return {"header": colour, "on-header": ink, "header-hover": mixed(away, colour, share=0.2)}


def _stripe(colour: str) -> dict[str, str]:
    """Also the ground of the first button on the residents' page."""
    return {"accent": colour, "on-accent": readable_on(colour)}


def _brand(colour: str, *, ground: str, soft: float, grounds: tuple[str, ...]) -> dict[str, str]:
    tint = mixed(colour, ground, share=soft)
    strong = nearest_that_passes(colour, against=(*grounds, tint), ratio=7.0) or readable_on(ground)
    return {
        "brand": colour,
        "brand-strong": strong,
        "brand-soft": tint,
        "on-brand": readable_on(colour),
        "link": colour,
    }


@lru_cache(maxsize=256)
def stylesheet(colours: Colours) -> str:
    """The same three rules as in our tokens, so that a person's choice of theme wins here, too.

    Kept, because every page asks for it and finding shades that can be read costs more than the rest of a page.
    """
    light, dark = variables(colours)
    return (
        f":root{{{_declared(light)}}}\n"
        f'@media (prefers-color-scheme:dark){{:root:not([data-theme="light"]){{{_declared(dark)}}}}}\n'
        f':root[data-theme="dark"]{{{_declared(dark)}}}\n'
    )


def _declared(values: Mapping[str, str]) -> str:
    return ";".join(f"--ba-{name}:{value}" for name, value in values.items())
