"""The living page: every component in every state."""

from django.urls import path

from baraza.web.ui import views
from baraza.web.ui.staff_only import for_staff

app_name = "ui"
urlpatterns = [
    path("", for_staff(views.index), name="index"),
    path("portal/", for_staff(views.portal), name="portal"),
    path("form/", for_staff(views.form), name="form"),
    path("done/", for_staff(views.done), name="done"),
    path("console/", for_staff(views.console), name="console"),
    path("matter/", for_staff(views.matter), name="matter"),
    path("map/", for_staff(views.maps), name="map"),
    path("map/areas.json", for_staff(views.areas), name="areas"),
    path("map/points.json", for_staff(views.points), name="points"),
    path("map/places.json", for_staff(views.places), name="places"),
    path("charts/", for_staff(views.charts), name="charts"),
    path("icons/", for_staff(views.icons), name="icons"),
    path("problem/<int:code>/", for_staff(views.problem), name="problem"),
]
