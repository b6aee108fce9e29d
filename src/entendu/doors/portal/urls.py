"""What a customer opens from a signed link to their own page, under /you/."""

from django.urls import path

from entendu.doors.portal import reach

urlpatterns = [path("<str:token>/", reach.reach, name="reach")]
