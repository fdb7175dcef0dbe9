"""Addresses for load balancers and monitoring; the older names of other systems lead to the same answers."""

from django.urls import path

from baraza.operations.certificates import ask
from baraza.operations.health import livez, metrics, readyz

urlpatterns = [
    path("livez", livez, name="livez"),
    path("health/live", livez),
    path("readyz", readyz, name="readyz"),
    path("health", readyz),
    path("healthz", readyz),
    path("health/ready", readyz),
    path("api/internal/health", readyz),
    path("metrics", metrics, name="metrics"),
    path("tls/ask", ask),
]
