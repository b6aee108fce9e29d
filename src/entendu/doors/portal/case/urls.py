"""The case page and what is done on it, under /case/."""

from django.urls import path

from entendu.doors.portal.case import acts, door, page, truth_acts

urlpatterns = [
    path("", door.case_door, name="case_door"),
    path("<str:token>/", page.case_page, name="case_page"),
    path("<str:token>/said/", page.case_said, name="case_said"),
    path("<str:token>/heard/", acts.case_heard, name="case_heard"),
    path("<str:token>/write/", acts.case_write, name="case_write"),
    path("<str:token>/task/", acts.case_task, name="case_task"),
    path("<str:token>/choice/", truth_acts.case_choice, name="case_choice"),
    path("<str:token>/solved/", acts.case_solved, name="case_solved"),
    path("<str:token>/temporary/", truth_acts.case_temporary, name="case_temporary"),
    path("<str:token>/wishes/", acts.case_wishes, name="case_wishes"),
    path("<str:token>/again/", door.case_again, name="case_again"),
]
