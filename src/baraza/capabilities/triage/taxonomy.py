"""The category, priority and language codes; they are the contract with every caller."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CATEGORIES: Final[tuple[str, ...]] = (
    "water_leak",
    "burst_pipe",
    "water_supply",
    "sewage",
    "electricity_outage",
    "streetlight",
    "pothole_road",
    "refuse",
    "illegal_dumping",
    "traffic_signal",
    "stormwater_flood",
    "parks_trees",
    "noise",
    "billing_account",
    "housing",
    "staff_conduct",
    "other",
)

# From the least to the most urgent, so that an index compares urgency.
PRIORITIES: Final[tuple[str, ...]] = ("low", "medium", "high", "critical")

# The languages the model is trained on; others come from the second opinion.
LANGUAGES: Final[tuple[str, ...]] = ("en", "af", "zu", "xh")

CATEGORY_LABELS: Final[dict[str, str | Promise]] = {
    "water_leak": _("Water leak"),
    "burst_pipe": _("Burst water pipe"),
    "water_supply": _("No water or bad water"),
    "sewage": _("Sewage"),
    "electricity_outage": _("Electricity"),
    "streetlight": _("Street light"),
    "pothole_road": _("Pothole, road or pavement"),
    "refuse": _("Refuse collection"),
    "illegal_dumping": _("Illegal dumping"),
    "traffic_signal": _("Traffic light or sign"),
    "stormwater_flood": _("Stormwater or flood"),
    "parks_trees": _("Parks and trees"),
    "noise": _("Noise"),
    "billing_account": _("Bill or account"),
    "housing": _("Housing"),
    "staff_conduct": _("Conduct of staff"),
    "other": _("Something else"),
}

PRIORITY_LABELS: Final[dict[str, str | Promise]] = {
    "critical": _("Danger to life"),
    "high": _("High"),
    "medium": _("Medium"),
    "low": _("Low"),
}
