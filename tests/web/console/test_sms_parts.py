"""Before staff send an SMS they see as how many it goes; the page counts as the channel does."""

import json
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from tests.web.console.test_thread_answers import START, person, way

from baraza.channels.sms.limits import LIMITS, cheapest
from baraza.lib.gsm7 import is_gsm7, septets
from baraza.messaging.limits import Limits
from baraza.web.console.inbox.answering import answering

SCRIPT = Path(__file__).parents[3] / "frontend" / "src" / "modules" / "sms-parts.js"


def signs(name: str) -> str:
    found = re.search(rf"^const {name} = (\".*\");$", SCRIPT.read_text(encoding="utf-8"), re.MULTILINE)
    assert found
    return str(json.loads(found[1]))


def test_the_page_knows_the_alphabet_of_the_channel() -> None:
    assert {septets(sign) for sign in signs("ONCE")} == {1}
    assert {septets(sign) for sign in signs("TWICE")} == {2}
    assert len(set(signs("ONCE") + signs("TWICE"))) == sum(is_gsm7(chr(code)) for code in range(0x3000))


def test_the_page_knows_the_signs_that_the_channel_makes_plain() -> None:
    replaced = {chr(code) for code in range(0x3000) if cheapest(chr(code)) != chr(code)}
    line = next(line for line in SCRIPT.read_text(encoding="utf-8").splitlines() if line.startswith("const PLAIN"))
    named = {chr(int(code, 16)) for code in re.findall(r"\\u([0-9a-f]{4})", line)}

    assert {sign for sign in line if not sign.isascii()} | named == replaced


@pytest.mark.parametrize(("limits", "said"), [(LIMITS, True), (Limits(text=1000), False)])
def test_the_cost_is_said_where_a_text_is_paid_for_by_the_part(*, limits: Limits, said: bool) -> None:
    who = person(way(hours=None, wrote_ago=1, channel="sms", limits=limits))

    found = answering(found=SimpleNamespace(connection_id=1), person=who, at=START)  # type: ignore[arg-type]

    page = render_to_string("console/sms_parts.html", {"before": found.parts})
    assert ("An SMS holds 160 characters" in page) is said
