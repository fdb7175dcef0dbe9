"""Addresses of files and schedules."""

from django.urls import path

from baraza.web.console.exports import acts, schedules, views

urlpatterns = [
    path("exports/", views.exports, name="exports"),
    path("exports/new/", acts.new, name="exports-new"),
    path("exports/keeping/", acts.keeping, name="exports-keeping"),
    path("exports/schedules/", schedules.schedules, name="exports-schedules"),
    path("exports/schedules/new/", schedules.new, name="exports-schedule-new"),
    path("exports/schedules/<int:schedule_id>/switch/", schedules.switch, name="exports-schedule-switch"),
    path("exports/schedules/<int:schedule_id>/send-again/", schedules.send_again, name="exports-schedule-send-again"),
    path("exports/schedules/<int:schedule_id>/remove/", schedules.remove, name="exports-schedule-remove"),
    path("exports/<uuid:export_id>/", views.export, name="export"),
    path("exports/<uuid:export_id>/file/", views.file, name="export-file"),
    path("exports/<uuid:export_id>/cancel/", acts.cancel, name="export-cancel"),
]
