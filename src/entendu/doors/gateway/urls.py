"""Where other systems tell us something by HTTP."""

from django.urls import path

from entendu.doors.gateway import hooks

urlpatterns = [
    path("trackers/<slug:hook>/", hooks.tracker_hook, name="tracker_hook"),
    path("<slug:provider>/<slug:token>/", hooks.channel_hook, name="channel_hook"),
]
