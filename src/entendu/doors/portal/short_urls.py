"""Short links, under /s/: as few letters as an SMS can do with, so without a slash at the end."""

from django.urls import path

from entendu.doors.portal import short

urlpatterns = [path("<str:token>", short.short, name="short_link")]
