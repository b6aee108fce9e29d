"""What a case has to do with defects, incidents and the developers, below `/c/<number>/`."""

from django.urls import path

from entendu.doors.web.understanding import escalation_page, incidents_page

urlpatterns = [
    path("incidents/", incidents_page.ticket_incidents, name="ticket_incidents"),
    path("escalation/", escalation_page.escalation, name="escalation"),
]
