"""What is in the files: real dates, texts that no spreadsheet runs, a heading on each page."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pypdf
import pytest
from PIL import Image

from baraza.capabilities.exports.formats import xlsx_file
from baraza.capabilities.exports.formats.contract import Sheet
from baraza.capabilities.exports.formats.csv_file import CsvFile
from baraza.capabilities.exports.formats.pdf_file import PdfFile
from baraza.capabilities.exports.formats.xlsx_file import XlsxFile
from baraza.capabilities.exports.kinds import Cell, Column

COLUMNS = (
    Column(key="number", label="Number", type="number", paper=1),
    Column(key="text", label="Text", paper=4),
    Column(key="at", label="When", type="time", paper=2),
    Column(key="yes", label="Even", type="yes_no"),
)
AT = datetime(2026, 3, 1, 22, 30, 5, tzinfo=UTC)
FORMULAS = ["=1+1", "+27821234567", "-2", "@SUM(A1)", "\tx", "\rx", " =1+1", "＝1+1", '=HYPERLINK("http://x")']


def made(tmp_path: Path, writer: Any, rows: list[tuple[Cell, ...]], **more: Any) -> bytes:
    sheet = Sheet(
        title="Numbers & more",
        organisation="Umngeni <Bay>",
        lines=("Only open",),
        columns=COLUMNS,
        labels=tuple(column.label for column in COLUMNS),
        zone=ZoneInfo("Africa/Johannesburg"),
        scratch=tmp_path,
        **more,
    )
    target = io.BytesIO()
    one = writer(sheet=sheet, target=target)
    for row in rows:
        one.rows([row])
    one.finish()
    return target.getvalue()


def test_csv_carries_its_mark_quotes_what_needs_it_and_tells_local_time(tmp_path: Path) -> None:
    content = made(tmp_path, CsvFile, [(1, 'say "hello",\nthere', AT, True), (2, "ṱ ₱ ž", None, False)])

    assert content.startswith(b"\xef\xbb\xbfNumber,Text,When,Even\r\n")
    assert list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))[1:] == [
        ["1", 'say "hello",\nthere', "2026-03-02 00:30:05", "yes"],
        ["2", "ṱ ₱ ž", "", "no"],
    ]


@pytest.mark.parametrize("text", FORMULAS)
def test_csv_makes_no_formula_of_a_text(tmp_path: Path, text: str) -> None:
    content = made(tmp_path, CsvFile, [(-5, text, None, None)])

    assert list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))[1] == ["-5", f"'{text}", "", ""]


@pytest.mark.parametrize("text", FORMULAS)
def test_xlsx_makes_no_formula_of_a_text(tmp_path: Path, text: str) -> None:
    content = made(tmp_path, XlsxFile, [(1, text, None, None)])

    cell = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]["B2"]
    assert cell.data_type == "s"


def test_xlsx_holds_real_dates_and_numbers(tmp_path: Path) -> None:
    content = made(tmp_path, XlsxFile, [(1, "one", AT, True), (2.5, None, None, False)])

    book = openpyxl.load_workbook(io.BytesIO(content))
    assert [[cell.value for cell in row] for row in book.worksheets[0]] == [
        ["Number", "Text", "When", "Even"],
        [1, "one", datetime(2026, 3, 2, 0, 30, 5), "yes"],  # noqa: DTZ001 - Excel knows no zones
        [2.5, None, None, "no"],
    ]
    assert book.worksheets[0]["C2"].is_date
    assert list(tmp_path.iterdir()) == []


def test_xlsx_goes_on_in_a_second_sheet_when_the_first_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_file, "ROWS_AT_MOST", 3)

    content = made(tmp_path, XlsxFile, [(number, "x", None, None) for number in range(5)])

    sheets = openpyxl.load_workbook(io.BytesIO(content)).worksheets
    assert [[row[0].value for row in sheet] for sheet in sheets] == [["Number", 0, 1], ["Number", 2, 3], ["Number", 4]]


def test_pdf_repeats_its_heading_and_numbers_its_pages(tmp_path: Path) -> None:
    rows: list[tuple[Cell, ...]] = [(number, f"<b>line</b> {number}", AT, None) for number in range(90)]

    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made(tmp_path, PdfFile, rows))).pages]

    assert len(pages) >= 2
    for number, page in enumerate(pages, start=1):
        assert f"Page {number}" in page
        assert "Umngeni <Bay>" in page
        assert "Number" in page
    assert "Numbers & more" in pages[0]
    assert "<b>line</b> 0" in pages[0]
    assert "2026-03-02 00:30" in pages[0]
    assert "Even" not in pages[0]


def test_pdf_carries_the_organisations_stripe_and_logo_on_its_first_page(tmp_path: Path) -> None:
    rows: list[tuple[Cell, ...]] = [(number, "line", AT, None) for number in range(90)]
    logo = io.BytesIO()
    Image.new("RGBA", (144, 144), "#a3123f").save(logo, "PNG")

    file = made(tmp_path, PdfFile, rows, colour="#a3123f", logo=logo.getvalue())

    first, *others = pypdf.PdfReader(io.BytesIO(file)).pages
    assert (len(first.images), [len(page.images) for page in others]) == (1, [0] * len(others))
    assert b".639216 .070588 .247059 rg" in first.get_contents().get_data()


def test_pdf_sets_any_text(tmp_path: Path) -> None:
    rows: list[tuple[Cell, ...]] = [(1, "word" * 500, None, None), (2, "ṱ ₱ 你好 \x00\x07", None, None)]

    assert made(tmp_path, PdfFile, rows).startswith(b"%PDF")
