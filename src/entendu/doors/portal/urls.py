"""What a customer opens from a signed link to their own page, under /you/."""

from django.urls import path

from entendu.doors.portal import reach, style

urlpatterns = [
    path("<str:token>/", reach.reach, name="reach"),
    path("<str:token>/style/", style.my_style, name="my_style"),
]
