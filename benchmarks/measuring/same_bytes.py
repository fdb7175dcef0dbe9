"""The reference of the public pages: the product's own Django and middleware, with one view that hands out given bytes."""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import re_path

from baraza.config.asgi import application

__all__ = ["application", "urlpatterns"]
BODY = Path(os.environ["SAME_BYTES"]).read_bytes()


def same_bytes(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view
    return HttpResponse(BODY)


urlpatterns = [re_path("", same_bytes)]
settings.ROOT_URLCONF = "measuring.same_bytes"
