"""The reader of the environment names what is wrong, and never guesses."""

from pathlib import Path

import pytest

from baraza.config.env import Environment, MissingSetting


def test_a_text_is_stripped_and_an_empty_one_counts_as_absent() -> None:
    environment = Environment({"NAME": "  Desk \n", "EMPTY": "  "})
    assert environment.text("NAME") == "Desk"
    assert environment.text("EMPTY", default="fallback") == "fallback"


def test_an_absent_variable_is_named() -> None:
    with pytest.raises(MissingSetting, match=r"^Set the environment variable NAME \(or NAME_FILE\)\."):
        Environment({}).text("NAME")


def test_a_secret_store_hands_over_a_file_and_the_file_wins(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("from the file\n", encoding="utf-8")
    environment = Environment({"NAME_FILE": str(file), "NAME": "from the variable"})
    assert environment.text("NAME") == "from the file"


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingSetting, match=r"NAME_FILE names .*No such file"):
        Environment({"NAME_FILE": str(tmp_path / "nowhere")}).text("NAME", default="")


def test_a_file_of_other_bytes_than_text_is_named(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(MissingSetting, match=r"NAME_FILE names .*not text"):
        Environment({"NAME_FILE": str(file)}).text("NAME")


@pytest.mark.parametrize("written", ["ten", "1.5", "0x10"])
def test_a_number_that_is_none_is_refused_by_name(written: str) -> None:
    with pytest.raises(MissingSetting, match="NUMBER must be a whole number"):
        Environment({"NUMBER": written}).whole_number("NUMBER", default=1)


def test_a_number_below_the_least_is_refused() -> None:
    with pytest.raises(MissingSetting, match="NUMBER must be 1 or more, but it is 0"):
        Environment({"NUMBER": "0"}).whole_number("NUMBER", default=7)
    assert Environment({"NUMBER": "0"}).whole_number("NUMBER", default=7, least=0) == 0
    assert Environment({}).whole_number("NUMBER", default=7) == 7


@pytest.mark.parametrize("written", ["ON", "yes", "1", "true"])
def test_a_switch_is_put_on(written: str) -> None:
    assert Environment({"SWITCH": written}).switch("SWITCH", default=False) is True


@pytest.mark.parametrize("written", ["off", "No", "0", "false"])
def test_a_switch_is_put_off(written: str) -> None:
    assert Environment({"SWITCH": written}).switch("SWITCH", default=True) is False


def test_a_switch_that_is_neither_is_refused() -> None:
    with pytest.raises(MissingSetting, match="SWITCH must be on or off, but it is 'maybe'"):
        Environment({"SWITCH": "maybe"}).switch("SWITCH", default=True)


def test_words_are_separated_by_commas_and_blanks_do_not_count() -> None:
    assert Environment({"WORDS": " a, b ,,c "}).words("WORDS") == ["a", "b", "c"]


def test_networks_are_read_at_the_start_and_not_at_the_first_request() -> None:
    assert Environment({"PROXIES": "10.0.0.0/8, 192.0.2.1"}).networks("PROXIES") == ["10.0.0.0/8", "192.0.2.1"]
    with pytest.raises(MissingSetting, match=r"PROXIES takes addresses and networks by commas: 'proxy\.local'"):
        Environment({"PROXIES": "proxy.local"}).networks("PROXIES")
