"""The steps' own addresses, below `/c/<number>/`."""

from django.urls import URLPattern, URLResolver, path

from entendu.doors.web.understanding import thread

urlpatterns: list[URLPattern | URLResolver] = [
    path("understanding/", thread.understanding, name="understanding"),
]
