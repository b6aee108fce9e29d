"""/healthz and /metrics."""

from django.urls import path

from entendu.doors.watch.health import healthz
from entendu.doors.watch.metrics import metrics

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("metrics", metrics, name="metrics"),
]
