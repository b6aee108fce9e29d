"""Every address of the product in one place: the staff's desk, sign-in, programs, customers,
visitors of other pages, and those who watch."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("entendu.doors.watch.urls")),
    path("api/v1/", include("entendu.doors.api.urls")),
    path("accounts/", include("entendu.doors.web.account.entrance")),
    path("you/", include("entendu.doors.portal.urls")),
    path("case/", include("entendu.doors.portal.case.urls")),
    path("s/", include("entendu.doors.portal.short_urls")),
    path("chat/", include("entendu.doors.chat.urls")),
    path("me/", include("entendu.doors.web.account.urls")),
    path("hooks/", include("entendu.doors.gateway.urls")),
    path("", include("entendu.doors.web.urls")),
]
