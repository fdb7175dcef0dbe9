"""Texts in Django templates."""

import pytest

from baraza.operations.translations.template_sources import uses_in_template
from baraza.operations.translations.texts import SourceUnreadable, Text


def texts_in(source: str) -> list[Text]:
    return [use.text for use in uses_in_template(source=source, path="a.html")]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ('{% translate "Water" %}', Text(id="Water")),
        ('{% translate "Water" as title %}', Text(id="Water")),
        ('{% translate "Mouth" context "river" %}', Text(id="Mouth", context="river")),
        ("{% blocktranslate %}Water for {{ name }}{% endblocktranslate %}", Text(id="Water for %(name)s")),
        (
            "{% blocktranslate trimmed %}\n    Water\n    for all\n{% endblocktranslate %}",
            Text(id="Water for all"),
        ),
        (
            "{% blocktranslate count n=n %}{{ n }} tap{% plural %}{{ n }} taps{% endblocktranslate %}",
            Text(id="%(n)s tap", plural="%(n)s taps"),
        ),
        ('{% button _("Send") kind="secondary" %}', Text(id="Send")),
        ('{{ _("Send") }}', Text(id="Send")),
        ('{{ name|default:_("Nobody") }}', Text(id="Nobody")),
        ('{% translate "Don\'t" %}', Text(id="Don't")),
    ],
)
def test_every_way_of_marking_a_text_is_found(source: str, text: Text) -> None:
    assert texts_in(source) == [text]


def test_markup_around_the_texts_does_not_matter() -> None:
    source = """{% load i18n %}
    <ul>
        <li class='a'>it's {% translate "First" %}
      <li>(not closed " {% translate name %}
  {# translate "In a comment" #}
<li>{% translate "Second" %}</ul>"""

    assert texts_in(source) == [Text(id="First"), Text(id="Second")]


def test_a_block_that_holds_other_tags_is_refused_with_its_file() -> None:
    with pytest.raises(SourceUnreadable, match=r"a\.html"):
        texts_in("{% blocktranslate %}{% if a %}b{% endif %}{% endblocktranslate %}")
