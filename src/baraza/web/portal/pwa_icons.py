"""Icons for home screens, drawn from the organisation's logo, or from our mark in its colour."""

from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw

SIZES = {"32": 32, "180": 180, "192": 192, "512": 512, "maskable": 512}
_MARK = "#f5b324"
# Home screens cut a maskable icon to a circle of four fifths of its width.
_LOGO_SHARE = {"maskable": 0.56}
_FINE = 4


@lru_cache(maxsize=64)
def icon_png(*, name: str, ground: str, logo: bytes | None) -> bytes:
    side = SIZES[name]
    share = _LOGO_SHARE.get(name, 0.74)
    picture = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    if name in {"maskable", "180"}:
        picture.paste(ground, (0, 0, side, side))
    else:
        picture.alpha_composite(_rounded(side, ground))
    inner = _fitted(logo, round(side * share)) if logo else _mark(round(side * share), ground)
    picture.alpha_composite(inner, ((side - inner.width) // 2, (side - inner.height) // 2))
    out = BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def _rounded(side: int, colour: str) -> Image.Image:
    large = Image.new("RGBA", (side * _FINE, side * _FINE), (0, 0, 0, 0))
    edge = side * _FINE - 1
    ImageDraw.Draw(large).rounded_rectangle((0, 0, edge, edge), radius=edge * 0.22, fill=colour)
    return large.resize((side, side), Image.Resampling.LANCZOS)


def _fitted(logo: bytes, side: int) -> Image.Image:
    with Image.open(BytesIO(logo)) as opened:
        picture = opened.convert("RGBA")
    picture.thumbnail((side, side), Image.Resampling.LANCZOS)
    return picture


def _mark(side: int, ground: str) -> Image.Image:
    """People around a fire: six arcs about a circle, as in the mark of the pages."""
    edge = side * _FINE
    large = Image.new("RGBA", (edge, edge), (0, 0, 0, 0))
    draw = ImageDraw.Draw(large)
    draw.rounded_rectangle((0, 0, edge - 1, edge - 1), radius=edge * 0.28, fill=_MARK)
    ring, width = edge * 0.17, round(edge * 0.12)
    for start in range(8, 368, 60):
        draw.arc((ring, ring, edge - ring, edge - ring), start, start + 26, fill=ground, width=width)
    dot = edge * 0.115
    draw.ellipse((edge / 2 - dot, edge / 2 - dot, edge / 2 + dot, edge / 2 + dot), fill=ground)
    return large.resize((side, side), Image.Resampling.LANCZOS)
