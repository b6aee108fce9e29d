"""What a customer opens from a signed link, under /you/."""

from django.urls import path

from entendu.doors.portal import reach

urlpatterns = [path("<str:token>/", reach.reach, name="reach")]
