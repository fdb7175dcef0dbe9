"""Who gets what of the settings."""

from tests.web.console.routes.table import ADMINS_ACT, ADMINS_LIST, Route

ADMIN = ("org_admin",)
LEADS = ("org_admin", "supervisor")
OWN_ACT = {**ADMINS_ACT, "outsider": 302}
PROFILE = {
    "version": "1",
    "name": "Umngeni Bay",
    "country": "ZA",
    "time_zone": "Africa/Johannesburg",
    "currency": "ZAR",
    "default_language": "en",
    "languages": "zu",
    "phone_region": "ZA",
    "reference_prefix": "UB",
    "home_area_code": "",
}
INFORMATION = {
    "version": "1",
    "numbers-TOTAL_FORMS": "1",
    "numbers-INITIAL_FORMS": "0",
    "numbers-0-name": "Ambulance",
    "numbers-0-number": "10177",
    "offices-TOTAL_FORMS": "0",
    "offices-INITIAL_FORMS": "0",
}
RETENTION = {"version": "1", "messages": "400", "closed_cases": "800", "inbound_payloads": "30"}
CATEGORY = {"version": "1", "name_en": "Market stall", "icon": "building", "active": "on"}
ROUTES = {
    "settings": Route("settings/", ADMINS_LIST),
    "settings-profile": Route("settings/profile/", OWN_ACT, post=PROFILE, changing=ADMIN),
    # Nothing was changed yet, so the page only says that there is nothing to undo.
    "settings-profile-undo": Route("settings/profile/undo/", OWN_ACT, post={"version": "1"}),
    "settings-branding": Route(
        "settings/branding/", OWN_ACT, post={"version": "1", "brand": "#0b5563"}, changing=ADMIN
    ),
    "settings-branding-sample": Route("settings/branding/sample.css", ADMINS_LIST),
    "settings-categories": Route("settings/categories/", ADMINS_LIST),
    "settings-category-new": Route("settings/categories/new/", OWN_ACT, post=CATEGORY, changing=ADMIN),
    "settings-category": Route("settings/categories/noise/", OWN_ACT, post=CATEGORY, changing=ADMIN),
    "settings-category-show": Route(
        "settings/categories/noise/show/", OWN_ACT, post={"version": "1", "active": "no"}, changing=ADMIN
    ),
    "settings-category-move": Route(
        "settings/categories/noise/move/", OWN_ACT, post={"version": "1", "way": "up"}, changing=ADMIN
    ),
    "settings-due-times": Route(
        "settings/due-times/", OWN_ACT, post={"version": "1", "noise__high": "30"}, changing=ADMIN
    ),
    "settings-calendar": Route(
        "settings/working-hours/",
        OWN_ACT,
        post={"version": "1", "opens_0": "08:00", "closes_0": "16:00", "holidays": ""},
        changing=ADMIN,
    ),
    "settings-quiet-hours": Route(
        "settings/quiet-hours/",
        OWN_ACT,
        post={"version": "1", "on": "on", "begins": "21:00", "ends": "07:00"},
        changing=ADMIN,
    ),
    "settings-teams": Route("settings/teams/", ADMINS_LIST),
    "settings-team-new": Route("settings/teams/new/", OWN_ACT, post={"name": "Front desk"}, changing=ADMIN),
    "settings-team": Route(
        "settings/teams/{own_team}/", ADMINS_ACT, post={"name": "Bridges", "seen": "{own_team_mark}"}, changing=ADMIN
    ),
    "settings-team-switch": Route(
        "settings/teams/{own_team}/switch/", ADMINS_ACT, post={"active": "no"}, changing=ADMIN
    ),
    "settings-replies": Route("settings/replies/", {**ADMINS_LIST, "supervisor": 200}),
    "settings-reply-new": Route(
        "settings/replies/new/",
        {**OWN_ACT, "supervisor": 302},
        post={"title": "Thanks", "text_en": "Thank you."},
        changing=LEADS,
    ),
    "settings-reply": Route(
        "settings/replies/{reply}/",
        {**ADMINS_ACT, "supervisor": 302},
        post={"title": "Thanks", "text_en": "Thank you.", "seen": "{reply_mark}"},
        changing=LEADS,
    ),
    "settings-reply-switch": Route(
        "settings/replies/{reply}/switch/", {**ADMINS_ACT, "supervisor": 302}, post={"active": "no"}, changing=LEADS
    ),
    "settings-information": Route("settings/information/", OWN_ACT, post=INFORMATION, changing=ADMIN),
    "settings-areas": Route("settings/areas/", ADMINS_LIST),
    "settings-openness": Route("settings/openness/", OWN_ACT, post={"version": "1", "blur": "500"}, changing=ADMIN),
    "settings-domains": Route(
        "settings/web-address/", OWN_ACT, post={"host": "report.umngeni.example"}, changing=ADMIN
    ),
    "settings-domain-check": Route("settings/web-address/{own_domain}/check/", ADMINS_ACT, post={}, changing=ADMIN),
    "settings-domain-remove": Route("settings/web-address/{own_domain}/remove/", ADMINS_ACT, post={}, changing=ADMIN),
    "settings-privacy": Route(
        "settings/privacy/", OWN_ACT, post={"version": "1", "text_en": "We keep little."}, changing=ADMIN
    ),
    "settings-sign-videos": Route("settings/sign-videos/", ADMINS_LIST),
    "settings-sign-video-remove": Route("settings/sign-videos/{own_film}/remove/", ADMINS_ACT, post={}, changing=ADMIN),
    "settings-reporting": Route("settings/reporting/", OWN_ACT, post={"version": "1"}, changing=ADMIN),
    "settings-retention": Route("settings/retention/", OWN_ACT, post=RETENTION, changing=ADMIN),
}
