"""Addresses of the staff's pages, one list per area; what is more exact comes first."""

from django.urls import include, path

app_name = "console"
AREAS = (
    "account",
    "dashboard",
    "analytics",
    "queue",
    "case",
    "inbox",
    "live",
    "feedback",
    "notices_page",
    "audit",
    "exports",
    "members",
    "platform",
    "settings",
    "connections",
    "billing",
    "calls",
    "voice",
    "voice_boards",
    "webhooks",
    "onboarding",
)
urlpatterns = [path("", include(f"baraza.web.console.{area}.urls")) for area in AREAS]
