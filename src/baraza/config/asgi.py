"""The web process: copies of public pages and the providers' door in front, Django behind them."""

import gc
import warnings
from typing import Any

from baraza.config.cli import choose_settings
from baraza.lib.call_stack import with_room

# WhiteNoise serves files through a synchronous iterator; Django reads it in a thread and says so once per file.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")


def _application() -> Any:
    # Looking for rubbish among what is being loaded takes a fifth of the start.
    gc.disable()
    choose_settings()
    from django.core.asgi import get_asgi_application

    # Loads Django's applications; the door's own modules can only be imported after that.
    pages: Any = get_asgi_application()

    from django.conf import settings

    from baraza.capabilities.live.lifespan import LiveUpdates
    from baraza.capabilities.triage.queries import classify
    from baraza.core.ingress.door import Door
    from baraza.operations.body_limit import BodyLimit
    from baraza.operations.policy_reports import PolicyReports
    from baraza.web.portal.public_pages import PublicPages
    from baraza.web.ui.security import REPORTS_PATH, SecurityHeaders

    # Reads the model before the first requests do, which would each wait for a second and read it all at once.
    classify(text="There is no water in our street")
    # All that is loaded by now stays; walking through it held every request up for some thirty milliseconds. There are
    # five thousand pieces of rubbish in it: looking for them would make the start a tenth of a second longer.
    gc.freeze()
    gc.enable()
    door = Door(behind=BodyLimit(behind=pages, most_bytes=settings.PAGES_BODY_LIMIT_BYTES))
    reports = PolicyReports(behind=LiveUpdates(behind=door), path=REPORTS_PATH)
    return PublicPages(behind=SecurityHeaders(behind=reports), seconds=settings.PUBLIC_PAGE_SECONDS)


application = with_room(_application)
