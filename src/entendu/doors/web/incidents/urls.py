"""The addresses of defects and incidents, under /incidents/."""

from django.urls import path

from entendu.doors.web.incidents import pages

urlpatterns = [
    path("", pages.incidents, name="incidents"),
    path("new/", pages.new_incident, name="new_incident"),
    path("<int:defect_id>/", pages.one_incident, name="incident"),
    path("<int:defect_id>/cases/", pages.incident_case, name="incident_case"),
    path("<int:defect_id>/news/", pages.incident_news, name="incident_news"),
]
