"""The living page: every component in every state."""

from django.urls import path

from baraza.web.ui import views

app_name = "ui"
urlpatterns = [
    path("", views.index, name="index"),
    path("portal/", views.portal, name="portal"),
    path("form/", views.form, name="form"),
    path("done/", views.done, name="done"),
    path("console/", views.console, name="console"),
    path("matter/", views.matter, name="matter"),
    path("map/", views.maps, name="map"),
    path("map/areas.json", views.areas, name="areas"),
    path("map/points.json", views.points, name="points"),
    path("charts/", views.charts, name="charts"),
    path("icons/", views.icons, name="icons"),
    path("problem/<int:code>/", views.problem, name="problem"),
]
