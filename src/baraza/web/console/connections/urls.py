"""Addresses of channel connections."""

from django.urls import path

from baraza.web.console.connections import acts, views

urlpatterns = [
    path("connections/", views.connections, name="connections"),
    path("connections/new/", views.choose, name="connection-choose"),
    path("connections/new/<str:source>/", views.new, name="connection-new"),
    path("connections/<int:connection_id>/", views.connection, name="connection"),
    path("connections/<int:connection_id>/result/", views.result, name="connection-result"),
    path("connections/<int:connection_id>/check/", acts.check, name="connection-check"),
    path("connections/<int:connection_id>/address/", acts.new_address, name="connection-address"),
    path("connections/<int:connection_id>/switch/", acts.switch, name="connection-switch"),
    path("connections/<int:connection_id>/close/", acts.close, name="connection-close"),
]
