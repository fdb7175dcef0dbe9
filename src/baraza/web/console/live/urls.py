"""Addresses of live updates and of a member's notifications."""

from django.urls import path

from baraza.web.console.live import notices, views

urlpatterns = [
    path("live/events/", views.events, name="live-events"),
    path("live/changes/", views.changes, name="live-changes"),
    path("live/badges/", views.badges, name="live-badges"),
    path("live/presence/", views.presence, name="live-presence"),
    path("notifications/", notices.notifications, name="notifications"),
    path("notifications/read/", notices.read_all, name="notifications-read"),
    path("notifications/<int:notice_id>/", notices.opened, name="notification"),
]
