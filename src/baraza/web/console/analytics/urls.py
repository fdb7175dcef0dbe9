"""Addresses of the analytics."""

from django.urls import path

from baraza.web.console.analytics import views

urlpatterns = [
    path("analytics/", views.analytics, name="analytics"),
    path("analytics/figures.csv", views.download, name="analytics-csv"),
]
