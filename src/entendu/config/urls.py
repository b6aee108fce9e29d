"""Every address of the product in one place: the staff's desk, sign-in, programs, and those who watch."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("allauth.urls")),
]
