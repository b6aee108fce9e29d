"""What is done to a report that was passed on, under /escalations/."""

from django.urls import path

from entendu.doors.web.understanding import escalation_page

urlpatterns = [
    path("<int:escalation_id>/again/", escalation_page.escalation_again, name="escalation_again"),
    path("<int:escalation_id>/removal/", escalation_page.escalation_removal, name="escalation_removal"),
]
