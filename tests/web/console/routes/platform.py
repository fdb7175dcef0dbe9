"""Who gets what of the platform's pages: its own people alone."""

from tests.web.console.routes.table import PLATFORM_ACT, PLATFORM_PAGE, Route

ORGANISATION = {
    "name": "Harbour City",
    "country": "ZA",
    "time_zone": "Africa/Johannesburg",
    "currency": "ZAR",
    "phone_region": "ZA",
    "default_language": "en",
    "languages": "en",
    "services": "complaints",
}
SUPER = ("super_admin",)
ROUTES = {
    "platform": Route("platform/", PLATFORM_PAGE),
    "found-organisation": Route(
        "platform/organisations/new/",
        PLATFORM_ACT,
        post={**ORGANISATION, "slug": "harbour", "reference_prefix": "HC"},
        changing=SUPER,
    ),
    "platform-organisation": Route(
        "platform/organisations/{organisation}/", PLATFORM_ACT, post=ORGANISATION, changing=SUPER
    ),
    "switch-organisation": Route(
        "platform/organisations/{organisation}/switch/", PLATFORM_ACT, post={"active": "off"}, changing=SUPER
    ),
    "enter-support": Route(
        "platform/organisations/{organisation}/support/",
        PLATFORM_ACT,
        post={"place": "role:agent", "reason": "They asked why a report is missing"},
        changing=SUPER,
    ),
    "invite-admin": Route(
        "platform/organisations/{organisation}/invite/",
        PLATFORM_ACT,
        post={"email": "first@example.org"},
        changing=SUPER,
    ),
    "super-admins": Route("platform/people/", PLATFORM_PAGE),
    "remove-super-admin": Route("platform/people/{super_admin}/remove/", PLATFORM_ACT, post={}, changing=SUPER),
    # Nobody here is inside an organisation as support.
    "end-support": Route("support/end/", {**PLATFORM_ACT, "super_admin": 403}, post={}),
}
