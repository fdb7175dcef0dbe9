"""Contents survive being stored."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baraza.messaging.content import ContentUnreadable, from_json, plain_text, to_json
from baraza.messaging.contract import (
    Button,
    Buttons,
    Content,
    Image,
    ListMenu,
    LocationRequest,
    Row,
    Screen,
    Section,
    Template,
    Text,
)

words = st.text(max_size=30)
rows = st.builds(Row, id=words, title=words, description=words)
contents = st.one_of(
    st.builds(Text, body=words),
    st.builds(Buttons, body=words, buttons=st.lists(st.builds(Button, id=words, title=words), max_size=3).map(tuple)),
    st.builds(
        ListMenu,
        body=words,
        button=words,
        sections=st.lists(st.builds(Section, title=words, rows=st.lists(rows, max_size=3).map(tuple)), max_size=3).map(
            tuple
        ),
    ),
    st.builds(LocationRequest, body=words),
    st.builds(Image, caption=words, media_id=words, link=words),
    st.builds(Template, name=words, language=words, parameters=st.lists(words, max_size=4).map(tuple)),
    st.builds(Screen, text=words, end=st.booleans()),
)


@given(content=contents)
def test_a_stored_content_comes_back_exactly(content: Content):
    assert from_json(json.loads(json.dumps(to_json(content)))) == content


@pytest.mark.parametrize(
    "stored", [{}, {"kind": "poem"}, {"kind": "text"}, {"kind": "text", "body": "a", "more": 1}, {"kind": "list"}]
)
def test_json_that_is_no_content_is_refused(stored: dict[str, object]):
    with pytest.raises(ContentUnreadable):
        from_json(stored)


def test_choices_become_lines_where_there_are_no_buttons():
    menu = Buttons(body="Is this right?", buttons=(Button(id="y", title="Yes"), Button(id="n", title="No")))
    assert plain_text(menu) == "Is this right?\n– Yes\n– No"
