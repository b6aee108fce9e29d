"""The board's addresses, below `/promises/`, and those of one case's promises, below `/c/<number>/`."""

from django.urls import URLPattern, path

from entendu.doors.web.promises import acts, board, case_page

urlpatterns: list[URLPattern] = [
    path("", board.board, name="promises"),
    path("all/<str:part>/", board.listed, name="promise_list"),
    path("<int:promise_id>/", acts.promise_act, name="promise_act"),
    path("<int:promise_id>/move/", acts.move_promise, name="move_promise"),
]
case_patterns: list[URLPattern] = [
    path("promises/", case_page.case_promises, name="case_promises"),
    path("promises/plan/", case_page.plan_step, name="plan_step"),
    path("promises/plan/told/", case_page.tell_plan, name="tell_plan"),
    path("promises/news/", case_page.agree_news, name="agree_news"),
    path("promises/news/sent/", case_page.send_news, name="send_news"),
    path("promises/meeting/", case_page.arrange, name="arrange_meeting"),
]
