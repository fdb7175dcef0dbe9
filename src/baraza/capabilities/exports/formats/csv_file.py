"""CSV as spreadsheets read it: UTF-8 with a mark, and no cell that a spreadsheet would run as a formula."""

import csv
import io
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.utils.translation import gettext

from baraza.capabilities.exports.formats.contract import Sheet, Target
from baraza.capabilities.exports.kinds import Cell
from baraza.lib.spreadsheets import guarded

_MARK: Final = "\ufeff"


class CsvFile:
    def __init__(self, *, sheet: Sheet, target: Target) -> None:
        self._sheet, self._target = sheet, target
        self._text = io.StringIO(newline="")
        self._csv = csv.writer(self._text)
        self._yes, self._no = gettext("yes"), gettext("no")
        self._text.write(_MARK)
        self._csv.writerow([guarded(label) for label in sheet.labels])

    def rows(self, rows: Sequence[tuple[Cell, ...]]) -> None:
        self._csv.writerows([self._cell(cell) for cell in row] for row in rows)
        self._pass_on()

    def finish(self) -> None:
        self._pass_on()

    def abandon(self) -> None:
        self._text.close()

    def _pass_on(self) -> None:
        self._target.write(self._text.getvalue().encode())
        self._text.seek(0)
        self._text.truncate()

    def _cell(self, cell: Cell) -> str | int | float:
        if cell is None:
            return ""
        if isinstance(cell, bool):
            return self._yes if cell else self._no
        if isinstance(cell, datetime):
            return cell.astimezone(self._sheet.zone).strftime("%Y-%m-%d %H:%M:%S")
        return guarded(cell) if isinstance(cell, str) else cell
