"""What a notification says: that there is news, and of which report. Nothing of what was said, and nobody's name."""

import json

from django.utils import translation
from django.utils.translation import gettext

from baraza.channels.webpush.limits import PAYLOAD_BYTES
from baraza.lib.references import read_reference
from baraza.messaging.contract import Template


def reference_of(template: Template) -> str:
    """The report that a template is about; empty when it is about none."""
    found = (read_reference(one) for one in template.parameters[:1])
    return next((one for one in found if one), "")


def payload(*, reference: str, language: str) -> bytes:
    """The service worker knows the city's name and address; it needs the words and the reference alone."""
    with translation.override(language):
        said = gettext("There is news about report %(reference)s.") % {"reference": reference}
        words = said if reference else gettext("There is news for you.")
    content = json.dumps({"words": words, "reference": reference, "lang": language}, ensure_ascii=False).encode()
    assert len(content) <= PAYLOAD_BYTES, "The words of a notification fit by far."
    return content
