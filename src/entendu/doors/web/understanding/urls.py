"""The steps' own addresses, below `/c/<number>/`."""

from django.urls import URLPattern, URLResolver, path

from entendu.doors.web.understanding import (
    call_page,
    causes_page,
    changes_page,
    facts_page,
    heard_page,
    request_page,
    satisfaction,
    tasks_page,
    thread,
    tone_page,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("understanding/", thread.understanding, name="understanding"),
    path("heard/", heard_page.heard, name="heard"),
    path("heard/draft/", heard_page.heard_draft, name="heard_draft"),
    path("tasks/", tasks_page.tasks_page, name="tasks"),
    path("call/", call_page.call_page, name="call"),
    path("call/notes/", call_page.call_notes, name="call_notes"),
    path("request/", request_page.request_page, name="feature_request"),
    path("civility/", tone_page.civility_page, name="civility"),
    path("civility/<int:rung_id>/removal/", tone_page.civility_back, name="civility_back"),
    path("calm/", tone_page.calm_into_reply, name="calm"),
    path("solved/", satisfaction.solved, name="solved"),
    path("facts/", facts_page.facts, name="facts"),
    path("facts/new/", facts_page.add, name="add_fact"),
    path("facts/<int:fact_id>/", facts_page.settle, name="settle_fact"),
    path("facts/evidence/<int:evidence_id>/removal/", facts_page.drop, name="drop_evidence"),
    path("facts/reply/", facts_page.tell, name="tell_code"),
    path("changes/", changes_page.changes, name="changes"),
    path("changes/first-error/", changes_page.first_error, name="first_error"),
    path("changes/new/", changes_page.note_change, name="note_change"),
    path("changes/file/", changes_page.import_changes, name="import_changes"),
    path("causes/", causes_page.causes, name="causes"),
    path("causes/new/", causes_page.add_cause, name="add_cause"),
    path("causes/evidence/", causes_page.weigh_cause, name="weigh_cause"),
    path("causes/evidence/removal/", causes_page.remove_evidence, name="remove_evidence"),
    path("causes/verdict/", causes_page.settle_cause, name="settle_cause"),
    path("causes/credit/", causes_page.credit_cause, name="credit_cause"),
    path("causes/alternative/", causes_page.note_alternative, name="note_alternative"),
    path("causes/reply/", causes_page.reply_with_cause, name="reply_with_cause"),
]
