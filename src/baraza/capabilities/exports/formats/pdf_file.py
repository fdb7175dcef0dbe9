"""A list on paper: the heading of the table on each page, its number, and whose list it is."""

import io
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape

import reportlab
from django.utils.translation import gettext
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate, Spacer, TableStyle

from baraza.capabilities.exports.formats.contract import Sheet, Target
from baraza.capabilities.exports.kinds import Cell

# A cell higher than a page cannot be set.
_LONGEST_CELL: Final = 400
_MARGIN: Final = 12 * mm
_STRIPE, _LOGO = 3 * mm, 14 * mm
_FONT, _BOLD = "Vera", "VeraBd"


class PdfFile:
    def __init__(self, *, sheet: Sheet, target: Target) -> None:
        _fonts()
        self._sheet, self._target = sheet, target
        self._shown = [number for number, column in enumerate(sheet.columns) if column.paper]
        self._small = ParagraphStyle("small", fontName=_FONT, fontSize=7, leading=8.5, wordWrap="LTR", splitLongWords=1)
        heading = ParagraphStyle("heading", parent=self._small, fontName=_BOLD)
        self._table: list[list[Any]] = [[Paragraph(escape(sheet.labels[number]), heading) for number in self._shown]]

    def rows(self, rows: Sequence[tuple[Cell, ...]]) -> None:
        for row in rows:
            self._table.append([Paragraph(self._words(row[number]), self._small) for number in self._shown])

    def finish(self) -> None:
        made = io.BytesIO()
        page = landscape(A4)
        document = SimpleDocTemplate(
            made, pagesize=page, title=self._sheet.title, author=self._sheet.organisation,
            leftMargin=_MARGIN, rightMargin=_MARGIN, topMargin=_MARGIN, bottomMargin=16 * mm,
        )  # fmt: skip
        title = ParagraphStyle("title", fontName=_BOLD, fontSize=13, leading=17)
        above = [Paragraph(escape(self._sheet.title), title)]
        above += [Paragraph(escape(line), self._small) for line in self._sheet.lines]
        shares = [self._sheet.columns[number].paper for number in self._shown]
        room = page[0] - 2 * _MARGIN
        widths = [room * share / sum(shares) for share in shares]
        table = LongTable(self._table, colWidths=widths, repeatRows=1, style=_lines())
        document.build([*above, Spacer(1, 4 * mm), table], onFirstPage=self._head, onLaterPages=self._foot)
        self._target.write(made.getvalue())

    def abandon(self) -> None:
        self._table.clear()

    def _head(self, canvas: Any, document: Any) -> None:
        """The organisation's stripe along the edge and its logo in the corner, on the first page alone."""
        width, height = document.pagesize
        if self._sheet.colour:
            canvas.setFillColor(colors.HexColor(self._sheet.colour))
            canvas.rect(0, height - _STRIPE, width, _STRIPE, stroke=0, fill=1)
        if self._sheet.logo:
            place = (width - _MARGIN - _LOGO, height - _MARGIN - _LOGO)
            canvas.drawImage(ImageReader(io.BytesIO(self._sheet.logo)), *place, _LOGO, _LOGO, mask="auto")
        self._foot(canvas, document)

    def _foot(self, canvas: Any, document: Any) -> None:
        canvas.saveState()
        canvas.setFont(_FONT, 7)
        canvas.drawString(_MARGIN, 9 * mm, self._sheet.organisation)
        number = gettext("Page %(number)d") % {"number": document.page}
        canvas.drawRightString(document.pagesize[0] - _MARGIN, 9 * mm, number)
        canvas.restoreState()

    def _words(self, cell: Cell) -> str:
        if cell is None:
            return ""
        if isinstance(cell, bool):
            return gettext("yes") if cell else gettext("no")
        if isinstance(cell, datetime):
            return cell.astimezone(self._sheet.zone).strftime("%Y-%m-%d %H:%M")
        text = str(cell)
        return escape(text if len(text) <= _LONGEST_CELL else text[:_LONGEST_CELL] + "…")


def _lines() -> TableStyle:
    return TableStyle(
        [
            ("BACKGROUND", (0, 0), (-1, 0), colors.HexColor("#e8edf0")),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LINEBELOW", (0, 0), (-1, -1), 0.4, colors.HexColor("#b1b4b6")),
            ("LEFTPADDING", (0, 0), (-1, -1), 3),
            ("RIGHTPADDING", (0, 0), (-1, -1), 3),
            ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
        ]
    )


@cache
def _fonts() -> None:
    """The ones that come with ReportLab; they go into the file, so that it looks the same everywhere."""
    folder = Path(reportlab.__file__).parent / "fonts"
    for name in (_FONT, _BOLD):
        pdfmetrics.registerFont(TTFont(name, str(folder / f"{name}.ttf")))
