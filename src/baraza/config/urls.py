"""Addresses of the faces; providers' doors are in front of Django, see asgi.py."""

from django.conf import settings
from django.urls import include, path

from baraza.web.ui.languages import choose
from baraza.web.ui.security_contact import PATH, security_contact

urlpatterns = [
    path("", include("baraza.operations.urls")),
    path(PATH, security_contact, name="security-contact"),
    path("i18n/language/", choose, name="language"),
    path("console/", include("baraza.web.console.urls")),
    path("ui/", include("baraza.web.ui.urls")),
    path("api/", include("baraza.web.api.urls")),
    path("", include("baraza.web.portal.urls")),
]

handler500 = "baraza.web.ui.failures.server_error"

if settings.DEMO_MODE:
    urlpatterns[:0] = [
        path("demo/", include("baraza.operations.demo.urls")),
    ]
