"""Addresses of the demonstration; only mounted in demo mode."""

from django.urls import path

from baraza.operations.demo import views

app_name = "demo"
urlpatterns = [
    path("phones/", views.page, name="phones"),
    path("phones/state", views.state, name="state"),
    path("phones/whatsapp", views.whatsapp, name="whatsapp"),
    path("phones/ussd", views.ussd, name="ussd"),
    path("phones/photos/<slug:name>.jpg", views.photo, name="photo"),
]
