"""Personal numbers and addresses never survive masking."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baraza.capabilities.triage.masking import mask_personal


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("call me on 082 123 4567 please", "call me on [number] please"),
        ("+27(82)123-4567", "[number]"),
        ("ID 8001015009087", "ID [number]"),
        ("mail thandi.n@example.co.za now", "mail [email] now"),
        ("see https://example.org/u/thandi", "see [link]"),
        ("My name is Thandi Nkosi and the pipe leaks", "My name is [name] and the pipe leaks"),
        ("Igama lami nguSipho Dube, amanzi ayavuza", "Igama lami ngu[name], amanzi ayavuza"),
        ("burst pipe at 23 Church Street, erf 4512", "burst pipe at 23 Church Street, erf 4512"),
    ],
)
def test_personal_parts_are_replaced_and_the_matter_stays(text: str, masked: str) -> None:
    assert mask_personal(text) == masked


@given(
    before=st.text(max_size=20),
    digits=st.lists(st.sampled_from("0123456789"), min_size=6, max_size=15),
    gap=st.sampled_from(["", " ", "-", ".", " - ", "/", ") "]),
    after=st.text(max_size=20),
)
@settings(max_examples=200, deadline=None)
def test_no_number_of_six_digits_survives_however_it_is_spaced(
    before: str, digits: list[str], gap: str, after: str
) -> None:
    masked = mask_personal(before + " " + gap.join(digits) + " " + after)

    assert re.search(r"\d(?:[\s().\-/]*\d){5,}", masked) is None


@given(
    name=st.from_regex(r"[a-z0-9._+-]{1,12}", fullmatch=True),
    host=st.from_regex(r"[a-z]{1,8}\.[a-z]{2,4}", fullmatch=True),
)
@settings(max_examples=100, deadline=None)
def test_no_email_address_survives(name: str, host: str) -> None:
    assert f"{name}@{host}" not in mask_personal(f"write to {name}@{host} please")
