"""Addresses of the list of complaints."""

from django.urls import path

from baraza.web.console.queue import views

urlpatterns = [
    path("", views.home, name="home"),
    path("complaints/", views.complaints, name="complaints"),
]
