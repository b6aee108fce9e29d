"""The trackers' settings, under /settings/trackers/."""

from django.urls import path

from entendu.doors.web.settings import trackers

urlpatterns = [
    path("", trackers.trackers, name="trackers"),
    path("new/", trackers.new_tracker, name="new_tracker"),
    path("<int:tracker_id>/", trackers.tracker, name="tracker"),
    path("<int:tracker_id>/secret/", trackers.tracker_secret, name="tracker_secret"),
]
