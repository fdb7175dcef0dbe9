"""Addresses of the settings."""

from django.urls import path

from baraza.web.console.settings import (
    areas,
    branding,
    categories,
    due_times,
    home,
    information,
    openness,
    profile,
    replies,
    reporting,
    retention,
    teams,
)

urlpatterns = [
    path("settings/", home.settings, name="settings"),
    path("settings/profile/", profile.profile, name="settings-profile"),
    path("settings/profile/undo/", profile.undo, name="settings-profile-undo"),
    path("settings/branding/", branding.branding, name="settings-branding"),
    path("settings/branding/sample.css", branding.sample, name="settings-branding-sample"),
    path("settings/categories/", categories.categories, name="settings-categories"),
    path("settings/categories/new/", categories.add, name="settings-category-new"),
    path("settings/categories/<slug:code>/", categories.category, name="settings-category"),
    path("settings/categories/<slug:code>/show/", categories.show, name="settings-category-show"),
    path("settings/categories/<slug:code>/move/", categories.move, name="settings-category-move"),
    path("settings/due-times/", due_times.due_times, name="settings-due-times"),
    path("settings/working-hours/", due_times.calendar, name="settings-calendar"),
    path("settings/teams/", teams.teams, name="settings-teams"),
    path("settings/teams/new/", teams.add, name="settings-team-new"),
    path("settings/teams/<int:team_id>/", teams.team, name="settings-team"),
    path("settings/teams/<int:team_id>/switch/", teams.switch, name="settings-team-switch"),
    path("settings/replies/", replies.replies, name="settings-replies"),
    path("settings/replies/new/", replies.add, name="settings-reply-new"),
    path("settings/replies/<int:reply_id>/", replies.reply, name="settings-reply"),
    path("settings/replies/<int:reply_id>/switch/", replies.switch, name="settings-reply-switch"),
    path("settings/information/", information.information, name="settings-information"),
    path("settings/areas/", areas.areas, name="settings-areas"),
    path("settings/openness/", openness.openness, name="settings-openness"),
    path("settings/reporting/", reporting.reporting, name="settings-reporting"),
    path("settings/retention/", retention.retention, name="settings-retention"),
]
