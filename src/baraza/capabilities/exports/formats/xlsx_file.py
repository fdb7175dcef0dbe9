"""Excel's own format, row by row: real dates and numbers, texts that are never formulas."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import xlsxwriter
from django.utils.translation import gettext

from baraza.capabilities.exports.formats.contract import Sheet, Target
from baraza.capabilities.exports.kinds import Cell

# Of Excel: rows in a sheet with the heading, characters in a cell and in a sheet's name.
ROWS_AT_MOST: Final = 1_048_576
_LONGEST_CELL: Final = 32_767
_COPY_PIECE: Final = 1024 * 1024
_WIDTHS: Final = {"text": 22, "number": 12, "time": 18, "yes_no": 8}


class XlsxFile:
    def __init__(self, *, sheet: Sheet, target: Target) -> None:
        self._sheet, self._target = sheet, target
        self._file = sheet.scratch / "list.xlsx"
        options = {"constant_memory": True, "tmpdir": str(sheet.scratch), "strings_to_formulas": False}
        self._book = xlsxwriter.Workbook(str(self._file), options)
        self._book.set_properties({"title": sheet.title, "company": sheet.organisation})
        self._bold = self._book.add_format({"bold": True})
        self._time = self._book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self._yes, self._no = gettext("yes"), gettext("no")
        self._sheets = 0
        self._begin()

    def rows(self, rows: Sequence[tuple[Cell, ...]]) -> None:
        for row in rows:
            if self._row == ROWS_AT_MOST:
                self._begin()
            for column, cell in enumerate(row):
                self._write(column, cell)
            self._row += 1

    def finish(self) -> None:
        self._book.close()
        with self._file.open("rb") as made:
            while piece := made.read(_COPY_PIECE):
                self._target.write(piece)
        self._file.unlink()

    def abandon(self) -> None:
        # Otherwise it would write the file after all, when Python puts it away.
        self._book.fileclosed = True
        for page in self._book.worksheets():
            page.row_data_fh.close()

    def _begin(self) -> None:
        self._sheets += 1
        self._page: Any = self._book.add_worksheet(f"{gettext('List')} {self._sheets}"[:31])
        self._page.freeze_panes(1, 0)
        for number, (column, label) in enumerate(zip(self._sheet.columns, self._sheet.labels, strict=True)):
            self._page.set_column(number, number, _WIDTHS[column.type])
            self._page.write_string(0, number, label, self._bold)
        self._row = 1

    def _write(self, column: int, cell: Cell) -> None:
        page = self._page
        if cell is None or cell == "":
            return
        if isinstance(cell, bool):
            page.write_string(self._row, column, self._yes if cell else self._no)
        elif isinstance(cell, datetime):
            local = cell.astimezone(self._sheet.zone).replace(tzinfo=None)
            page.write_datetime(self._row, column, local, self._time)
        elif isinstance(cell, str):
            page.write_string(self._row, column, cell[:_LONGEST_CELL])
        else:
            page.write_number(self._row, column, cell)
