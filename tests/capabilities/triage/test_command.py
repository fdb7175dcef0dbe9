"""`triage classify`, `evaluate` and the guard of `train`, as an operator runs them."""

import csv
import io
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from baraza.capabilities.triage.streaming import BadTable, classify_table

DATA = Path(__file__).parent / "data"


def _classify(text: str) -> list[list[str]]:
    target = StringIO(newline="")
    classify_table(source=io.StringIO(text, newline=""), target=target)
    return list(csv.reader(io.StringIO(target.getvalue(), newline="")))


def test_all_input_columns_stay_and_six_are_added() -> None:
    rows = _classify("id,text,ward\n7,there is a big pothole in our road,12\n")

    assert rows[0] == ["id", "text", "ward", "category", "confidence", "second", "third", "priority", "language"]
    assert rows[1][:4] == ["7", "there is a big pothole in our road", "12", "pothole_road"]
    assert rows[1][7:] == ["medium", "en"]


def test_a_byte_order_mark_quotes_line_breaks_and_capitals_in_the_header_are_read() -> None:
    rows = _classify('\ufeffText,Lang\r\n"robot, ""big"" one\nis out",af\r\n')

    assert rows[1][0] == 'robot, "big" one\nis out'
    assert rows[1][2] == "traffic_signal"


def test_empty_and_short_rows_are_answered_in_place() -> None:
    rows = _classify("text,lang\nno water,zu\n\n,\nnoise\n")

    assert [row[2] for row in rows[1:]] == ["water_supply", "other", "other", "noise"]
    assert rows[1][7] == "zu"


def test_an_input_column_with_the_name_of_an_added_one_is_kept_under_another_name() -> None:
    rows = _classify("text,category\npothole,old\n")

    assert rows[0][:3] == ["text", "input_category", "category"]
    assert rows[1][:3] == ["pothole", "old", "pothole_road"]


@pytest.mark.parametrize("text", ["", "message\nhello\n"])
def test_a_table_without_a_text_column_is_refused(text: str) -> None:
    with pytest.raises(BadTable, match="column named text"):
        _classify(text)


def test_rows_are_written_while_they_are_read() -> None:
    target = StringIO()
    seen: list[bool] = []

    def lines() -> object:
        yield "text\n"
        yield "pothole\n"
        seen.append("pothole_road" in target.getvalue())
        yield "noise\n"

    classify_table(source=lines(), target=target)  # type: ignore[arg-type]

    assert seen == [True]


def test_the_command_writes_to_standard_output(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "in.csv"
    path.write_bytes("text\n\xe9\xe9n slaggat in die pad\n".encode("latin-1"))

    call_command("triage", "classify", str(path))

    assert "pothole_road" in capsys.readouterr().out


def test_a_missing_file_is_said_in_words() -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("triage", "classify", "nowhere.csv")


def test_evaluate_prints_the_accuracy_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "labelled.csv"
    path.write_text("text,category,priority,language\nbig pothole in our road,pothole_road,medium,en\n")
    written = StringIO()

    call_command("triage", "evaluate", str(path), stdout=written)

    lines = [" ".join(line.split()) for line in written.getvalue().splitlines()]
    assert "category 100.0 % (1/1)" in lines
    assert "critical taken for low 0" in lines


def test_training_refuses_to_run_when_a_test_text_is_among_the_examples(tmp_path: Path) -> None:
    tests = tmp_path / "tests"
    tests.mkdir()
    (tests / "held_out.csv").write_text("text,category,priority,language\nWATER  LEAK!,water_leak,medium,en\n")
    output = tmp_path / "model.npz"

    with pytest.raises(CommandError, match="1 test texts are among the examples"):
        call_command("triage", "train", tests=tests, output=output)
    assert not output.exists()


def test_training_refuses_to_run_without_test_sets(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No test sets"):
        call_command("triage", "train", tests=tmp_path)
