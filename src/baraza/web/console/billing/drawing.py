"""A statement on paper: the sums, each agent and day, and of single calls only those that want looking at."""

import io
from collections.abc import Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape

import reportlab
from django.utils.formats import date_format
from django.utils.timezone import get_current_timezone_name, localtime
from django.utils.translation import gettext
from reportlab.lib import colors
from reportlab.lib.enums import TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, LongTable, Paragraph, SimpleDocTemplate, Spacer, TableStyle

from baraza.core.settings.branding import get_look, logo_of
from baraza.lib import clock
from baraza.services.call_analytics.queries.statements import Statement

_MARGIN, _STRIPE, _LOGO = 16 * mm, 4 * mm, 16 * mm
_FONT, _BOLD, _COLOUR = "Vera", "VeraBd", "#0b5563"
_LINE: Final = colors.HexColor("#b1b4b6")


def paper_of(*, found: Statement, words: dict[str, Any], organisation: str) -> bytes:
    """Pages of A4. What they say comes from `words`, as on the page."""
    _fonts()
    made = io.BytesIO()
    document = SimpleDocTemplate(
        made, pagesize=A4, title=gettext("Statement %(month)s") % {"month": words["title"]}, author=organisation,
        leftMargin=_MARGIN, rightMargin=_MARGIN, topMargin=_MARGIN + _STRIPE, bottomMargin=18 * mm,
    )  # fmt: skip
    # Without a colour of its own an organisation has that of the console.
    colour, logo = get_look().colours.brand or _COLOUR, logo_of()

    def head(canvas: Any, page: Any) -> None:
        width, height = page.pagesize
        canvas.setFillColor(colors.HexColor(colour))
        canvas.rect(0, height - _STRIPE, width, _STRIPE, stroke=0, fill=1)
        if logo:
            place = (width - _MARGIN - _LOGO, height - _MARGIN - _LOGO)
            canvas.drawImage(ImageReader(io.BytesIO(logo)), *place, _LOGO, _LOGO, mask="auto")

    document.build(_story(found, words, organisation), onFirstPage=head, canvasmaker=partial(_Numbered, organisation))
    return made.getvalue()


class _Numbered(Canvas):  # type: ignore[misc]  # ReportLab has no types
    """Holds its pages until all are drawn: each then says of how many it is one."""

    def __init__(self, organisation: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._organisation = organisation
        self._pages: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802 - ReportLab's name
        self._pages.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        for number, page in enumerate(self._pages, start=1):
            self.__dict__.update(page)
            self.setFillColor(colors.black)
            self.setFont(_FONT, 7)
            self.drawString(_MARGIN, 10 * mm, self._organisation)
            says = gettext("Page %(number)d of %(all)d") % {"number": number, "all": len(self._pages)}
            self.drawRightString(A4[0] - _MARGIN, 10 * mm, says)
            super().showPage()
        super().save()


def _story(found: Statement, words: dict[str, Any], organisation: str) -> list[Flowable]:
    state = gettext("Closed") if found.row.is_closed else gettext("Draft: this month is still open")
    made = gettext("Made %(when)s (%(zone)s)") % {
        "when": date_format(localtime(clock.now()), "j F Y, H:i"), "zone": get_current_timezone_name(),
    }  # fmt: skip
    story: list[Flowable] = [
        Paragraph(escape(organisation), _style(9)),
        Paragraph(escape(gettext("Statement %(month)s") % {"month": words["title"]}), _style(17, bold=True)),
        *(
            [Paragraph(escape(gettext("For %(client)s") % {"client": found.client}), _style(11))]
            if found.client
            else []
        ),
        Paragraph(escape(f"{state}. {made}"), _style(8)),
        Spacer(1, 5 * mm),
        _table([], _sums(found, words), widths=(136, 42), numbers=1, last_is_bold=True),
    ]
    heads = [gettext("Calls"), gettext("Billed"), gettext("Billed time"), gettext("Price")]
    for title, name, key in (
        (gettext("By client"), gettext("Client"), "clients"),
        (gettext("By agent"), gettext("Agent"), "agents"),
        (gettext("By rule"), gettext("Decided by"), "rules"),
        (gettext("By day"), gettext("Day"), "days"),
    ):
        rows = [
            (one["name"], one["group"].calls, one["group"].billable, one["minutes"], one["price"]) for one in words[key]
        ]
        story += _section(title, [name, *heads], rows, widths=(62, 20, 20, 34, 42), numbers=4)
    return story + _exceptions(found, words)


def _sums(found: Statement, words: dict[str, Any]) -> list[tuple[str, str]]:
    """The total last, as on any bill."""
    sums = [
        (gettext("Calls"), str(found.sums.calls)),
        (gettext("Billed calls"), str(found.sums.billable)),
        (gettext("Billed time"), words["minutes"]),
        (gettext("Of it included minutes"), words["included"]),
        (gettext("Unpriced calls"), str(found.sums.unpriced)),
    ]
    for one in words["costs"]:
        sums.append((gettext("The provider’s calls"), one["told"]))
        sums.append((gettext("The provider’s lines"), one["lines"]))
        sums.append((gettext("Not reconciled"), one["difference"] or gettext("nothing")))
    sums += [(gettext("Exchange rate of %(month)s") % {"month": month}, says) for month, says in words["rates"]]
    sums += [(gettext("Calls and corrections"), words["charged"]), (gettext("Credit notes"), words["credited"])]
    return [one for one in [*sums, (gettext("Total"), words["total"])] if one[1]]


def _exceptions(found: Statement, words: dict[str, Any]) -> list[Flowable]:
    call, agent, reason, price = gettext("Call"), gettext("Agent"), gettext("Reason"), gettext("Price")
    total, lines = gettext("The provider’s total"), gettext("The provider’s lines")
    story = _section(
        gettext("Decided by hand"), [call, agent, reason, price],
        [(_id(one), one["entry"].agent_name, one["entry"].reason, one["price"]) for one in words["decided"]],
        widths=(54, 30, 60, 34), all_of=found.decided_count, numbers=1,
    )  # fmt: skip
    story += _section(
        gettext("Unpriced calls"), [call, agent, gettext("Why"), price],
        [(_id(one), one["entry"].agent_name, one["why"], one["price"]) for one in words["unpriced"]],
        widths=(68, 36, 42, 32), all_of=found.sums.unpriced, numbers=1,
    )  # fmt: skip
    story += _section(
        gettext("Not reconciled with the provider’s lines"), [call, agent, total, lines],
        [(_id(one), one["entry"].agent_name, one["cost"], one["lines"]) for one in words["unreconciled"]],
        widths=(68, 36, 37, 37), all_of=found.sums.unreconciled, numbers=2,
    )  # fmt: skip
    story += _section(
        gettext("Corrections of closed months"), [call, gettext("Month"), gettext("What"), price],
        [(_id(one), one["about"], one["kind"], one["price"]) for one in words["corrections"]],
        widths=(68, 36, 37, 37), all_of=found.corrections_count, numbers=1,
    )  # fmt: skip
    return story + _section(
        gettext("Credit notes"), [gettext("Number"), gettext("Month"), reason, gettext("Amount")],
        [(one["entry"].credit_number, one["about"], _of_credit(one, found), one["price"]) for one in words["credits"]],
        widths=(20, 36, 85, 37), all_of=len(words["credits"]), numbers=1,
    )  # fmt: skip


def _of_credit(one: dict[str, Any], found: Statement) -> str:
    entry = one["entry"]
    client = "" if found.client else entry.client
    return ". ".join(filter(None, (entry.reason.rstrip("."), client, entry.external_id)))


def _section(
    title: str, heads: list[str], rows: list[tuple[Any, ...]], *, widths: tuple[int, ...], numbers: int, all_of: int = 0
) -> list[Flowable]:
    """Nothing at all where there is no row. The last `numbers` columns are numbers."""
    if not rows:
        return []
    story: list[Flowable] = [
        Spacer(1, 6 * mm), Paragraph(escape(title), _style(11, bold=True)), Spacer(1, 2 * mm),
        _table(heads, rows, widths=widths, numbers=numbers),
    ]  # fmt: skip
    if all_of > len(rows):
        more = gettext("%(count)d more stand in the CSV file.") % {"count": all_of - len(rows)}
        story.append(Paragraph(escape(more), _style(8)))
    return story


def _table(
    heads: list[str],
    rows: Sequence[tuple[Any, ...]],
    *,
    widths: tuple[int, ...],
    numbers: int,
    last_is_bold: bool = False,
) -> LongTable:
    def line(cells: Sequence[Any], *, bold: bool) -> list[Paragraph]:
        words = len(cells) - numbers
        return [Paragraph(escape(str(cell)), _style(8, bold=bold, right=at >= words)) for at, cell in enumerate(cells)]

    last = len(rows) - 1 if last_is_bold else None
    body = [line(row, bold=place == last) for place, row in enumerate(rows)]
    first = [line(heads, bold=True)] if heads else []
    style = [("LINEBELOW", (0, 0), (-1, -1), 0.4, _LINE), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    style += [("TOPPADDING", (0, 0), (-1, -1), 2), ("BOTTOMPADDING", (0, 0), (-1, -1), 2)]
    if heads:
        style.append(("BACKGROUND", (0, 0), (-1, 0), colors.HexColor("#e8edf0")))
    columns = [one * mm for one in widths]
    return LongTable(first + body, colWidths=columns, repeatRows=1 if heads else 0, style=TableStyle(style))


def _id(one: dict[str, Any]) -> str:
    """By the organisation's clock, as its months are."""
    entry = one["entry"]
    return f"{localtime(entry.at):%Y-%m-%d %H:%M} {entry.external_id}" if entry.at else entry.external_id


def _style(size: int, *, bold: bool = False, right: bool = False) -> ParagraphStyle:
    return ParagraphStyle(
        f"s{size}{bold}{right}", fontName=_BOLD if bold else _FONT, fontSize=size, leading=size * 1.35, splitLongWords=1,
        alignment=TA_RIGHT if right else TA_LEFT,
    )  # fmt: skip


@cache
def _fonts() -> None:
    """The ones that come with ReportLab; they go into the file, so that it looks the same everywhere."""
    folder = Path(reportlab.__file__).parent / "fonts"
    for name in (_FONT, _BOLD):
        pdfmetrics.registerFont(TTFont(name, str(folder / f"{name}.ttf")))
