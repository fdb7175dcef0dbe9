"""Colours as people read them: contrast by WCAG 2.2, and the nearest shade that can be read."""

import colorsys
import re

# WCAG 2.2 success criteria 1.4.3 and 1.4.11.
TEXT = 4.5
GRAPHIC = 3.0
_STEPS = 400
_HEX = re.compile(r"#[0-9a-f]{6}")


def read_colour(text: str) -> str | None:
    """`#0b5563` from what a person wrote (`0B5563`, `#FFF`), or None."""
    given = "#" + text.strip().lower().lstrip("#")
    if len(given) == 4:  # noqa: PLR2004 - the short form
        given = "#" + "".join(sign * 2 for sign in given[1:])
    return given if _HEX.fullmatch(given) else None


def contrast(one: str, other: str) -> float:
    """Between 1 (the same) and 21 (black on white)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def readable_on(ground: str) -> str:
    """Black or white, whichever stands out more."""
    return max("#ffffff", "#000000", key=lambda ink: contrast(ink, ground))


def nearest_that_passes(colour: str, *, against: tuple[str, ...], ratio: float) -> str | None:
    """The same hue, as little lighter or darker as needed; None when no shade of it can be told from the grounds."""
    hue, light, saturation = colorsys.rgb_to_hls(*_parts(colour))
    for step in range(_STEPS + 1):
        for moved in (light - step / _STEPS, light + step / _STEPS):
            if not 0 <= moved <= 1:
                continue
            shade = _hex(colorsys.hls_to_rgb(hue, moved, saturation))
            if all(contrast(shade, ground) >= ratio for ground in against):
                return shade
    return None


def mixed(colour: str, other: str, *, share: float) -> str:
    """`share` of the first, the rest of the second."""
    pairs = zip(_parts(colour), _parts(other), strict=True)
    red, green, blue = (one * share + two * (1 - share) for one, two in pairs)
    return _hex((red, green, blue))


def _parts(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue


def _hex(parts: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)


def _luminance(colour: str) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - WCAG's own formula
        for part in _parts(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
