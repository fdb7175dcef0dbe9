"""Addresses of outages and notices."""

from django.urls import path

from baraza.web.console.notices_page import views

urlpatterns = [
    path("outages/", views.notices, name="outages"),
    path("outages/new/", views.add, name="outage-new"),
    path("outages/<int:notice_id>/", views.notice, name="outage"),
    path("outages/<int:notice_id>/publish/", views.publish, name="outage-publish"),
    path("outages/<int:notice_id>/withdraw/", views.withdraw, name="outage-withdraw"),
]
