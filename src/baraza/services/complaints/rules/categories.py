"""Categories and priorities: the codes are the contract with triage and the open data, the names are for people."""

from baraza.lib.translation import gettext_noop

# At most 20 characters in English; translations are checked to fit a WhatsApp list row (24).
CATEGORY_NAMES: dict[str, str] = {
    "water_leak": gettext_noop("Water leak"),
    "burst_pipe": gettext_noop("Burst pipe"),
    "water_supply": gettext_noop("No or bad water"),
    "sewage": gettext_noop("Sewage"),
    "electricity_outage": gettext_noop("No electricity"),
    "streetlight": gettext_noop("Street light"),
    "pothole_road": gettext_noop("Pothole or road"),
    "refuse": gettext_noop("Refuse collection"),
    "illegal_dumping": gettext_noop("Illegal dumping"),
    "traffic_signal": gettext_noop("Traffic light"),
    "stormwater_flood": gettext_noop("Drain or flooding"),
    "parks_trees": gettext_noop("Parks and trees"),
    "noise": gettext_noop("Noise"),
    "billing_account": gettext_noop("Bill or account"),
    "housing": gettext_noop("Housing"),
    "staff_conduct": gettext_noop("Staff conduct"),
    "other": gettext_noop("Something else"),
}
CATEGORIES = tuple(CATEGORY_NAMES)

PRIORITY_NAMES: dict[str, str] = {
    "critical": gettext_noop("Danger to life"),
    "high": gettext_noop("Urgent"),
    "medium": gettext_noop("Normal"),
    "low": gettext_noop("Low"),
}
PRIORITIES = tuple(PRIORITY_NAMES)
