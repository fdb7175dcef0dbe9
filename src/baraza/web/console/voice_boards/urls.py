"""Addresses of boards of calls, their alerts, and the platform's overview of all organisations."""

from django.urls import path

from baraza.web.console.voice_boards import alerts, insight, views

urlpatterns = [
    path("calls/boards/", views.boards, name="call-boards"),
    path("calls/alerts/", alerts.alerts, name="call-alerts"),
    path("calls/alerts/<int:alert_id>/acknowledge/", alerts.acknowledge_one, name="call-alert-acknowledge"),
    path("calls/alerts/rules/", alerts.rules, name="call-alert-rules"),
    path("calls/alerts/rules/<int:rule_id>/switch/", alerts.switch, name="call-alert-rule-switch"),
    path("calls/alerts/rules/<int:rule_id>/remove/", alerts.remove, name="call-alert-rule-remove"),
    path("platform/calls/", insight.insight, name="platform-calls"),
]
