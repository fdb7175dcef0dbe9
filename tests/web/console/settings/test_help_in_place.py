"""Each page of the settings says in a sentence what it does and what residents will notice."""

import re
from pathlib import Path

import pytest

import baraza.web.console

PAGES = sorted((Path(baraza.web.console.__file__).parent / "templates/console/settings").glob("*.html"))
OWN = [page for page in PAGES if 'extends "console/settings/page.html"' in page.read_text(encoding="utf-8")]


@pytest.mark.parametrize("page", OWN, ids=lambda page: page.stem)
def test_a_settings_page_says_what_it_does_and_what_residents_notice(page: Path) -> None:
    said = re.search(r'{% block about %}{% translate "([^"]+)" %}{% endblock %}', page.read_text(encoding="utf-8"))

    assert said is not None
    assert re.search(r"[Rr]esident|reports|[Ww]ho(ever)? |everybody|sent", said[1])
    assert said[1].endswith(".")
