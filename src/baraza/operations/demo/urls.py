"""Addresses of the demonstration; only mounted in demo mode."""

from django.urls import path

from baraza.operations.demo import views, views_mailbox

app_name = "demo"
urlpatterns = [
    path("phones/photos/<slug:name>.jpg", views.photo, name="photo"),
    path("phones/", views.page, name="phones"),
    path("phones/<slug:slug>/", views.page, name="phones-of"),
    path("phones/<slug:slug>/mailbox/", views_mailbox.page, name="mailbox"),
    path("phones/<slug:slug>/state", views.state, name="state"),
    path("phones/<slug:slug>/whatsapp", views.whatsapp, name="whatsapp"),
    path("phones/<slug:slug>/ussd", views.ussd, name="ussd"),
]
