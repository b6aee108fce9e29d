"""The addresses under /knowledge/, and those of a case below /c/<number>/."""

from django.urls import URLPattern, URLResolver, path

from entendu.doors.web.knowledge import case, decide, documents, edit, home, lesson, page

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.knowledge, name="knowledge"),
    path("new/", edit.new, name="new_item"),
    path("words/", edit.words, name="proofread"),
    path("documents/", documents.documents, name="documents"),
    path("documents/<int:document_id>/", documents.document, name="document"),
    path("documents/<int:document_id>/removal/", documents.remove, name="remove_document"),
    path("<int:item_id>/", page.item, name="item"),
    path("<int:item_id>/<str:language>/", page.page, name="item_page"),
    path("<int:item_id>/<str:language>/edit/", edit.edit, name="edit_item"),
    path("<int:item_id>/<str:language>/history/", page.history, name="item_history"),
    path("<int:item_id>/<str:language>/decision/", decide.decide, name="decide_item"),
]
case_patterns: list[URLPattern | URLResolver] = [
    path("knowledge/", case.look_up, name="case_knowledge"),
    path("knowledge/quote/", case.quote, name="quote_knowledge"),
    path("knowledge/references/", case.refer, name="add_reference"),
    path("knowledge/references/<int:reference_id>/removal/", case.unrefer, name="remove_reference"),
    path("knowledge/web/", case.ask_web, name="ask_web"),
    path("lesson/", lesson.keep, name="lesson"),
]
