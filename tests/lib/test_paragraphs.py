"""What an admin writes becomes headings, paragraphs and lists, and nothing else."""

import pytest

from baraza.lib.paragraphs import read_blocks


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n\n ", []),
        ("One\nand more.\r\n\r\nTwo.", [("paragraph", ("One and more.",)), ("paragraph", ("Two.",))]),
        ("## Who\nThe manager.", [("heading", ("Who",)), ("paragraph", ("The manager.",))]),
        ("# A\n# B", [("heading", ("A",)), ("heading", ("B",))]),
        ("We keep:\n- words\n* photos", [("paragraph", ("We keep:",)), ("list", ("words", "photos"))]),
        ("#no heading\n-no item", [("paragraph", ("#no heading -no item",))]),
        ("[a](javascript:alert(1)) <b>x</b>", [("paragraph", ("[a](javascript:alert(1)) <b>x</b>",))]),
    ],
)
def test_text_is_read_as_blocks(text: str, expected: list[tuple[str, tuple[str, ...]]]) -> None:
    assert [(block.kind, block.lines) for block in read_blocks(text)] == expected
