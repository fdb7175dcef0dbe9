"""Names of languages, as those who speak them write them."""

from django.conf import settings
from django.utils.translation import get_language_info


def language_label(code: str) -> str:
    """A language in its own words; languages Django does not know carry their own name in the settings."""
    try:
        return str(get_language_info(code)["name_local"])
    except KeyError:
        return str(dict(settings.LANGUAGES).get(code, code))
