"""docs/tables.md says what the models say."""

from tools.tables import PAGE, page


def test_the_page_of_tables_is_what_the_models_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: .venv/bin/python tools/tables.py"
