"""The desk's addresses. A ticket is `/c/<number>/`; what is done to it is a POST below that."""

from django.urls import URLPattern, URLResolver, include, path

from entendu.doors.web import live
from entendu.doors.web.desk import (
    answer,
    case,
    drafts,
    fates,
    files,
    lists,
    new,
    places,
    quiet,
    search,
    their_view,
    ticket,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", lists.home, name="home"),
    path("inbox/", lists.listed, {"view": "inbox"}, name="inbox"),
    path("mine/", lists.listed, {"view": "mine"}, name="mine"),
    path("us/", lists.listed, {"view": "us"}, name="us"),
    path("them/", lists.listed, {"view": "them"}, name="them"),
    path("all/", lists.listed, {"view": "all"}, name="all"),
    path("c/<int:number>/", ticket.conversation, name="ticket"),
    path("c/<int:number>/about/", ticket.about, name="ticket_about"),
    path("c/<int:number>/their-view/", their_view.their_view, name="their_view"),
    path("c/<int:number>/answer/", answer.answer, name="answer"),
    path("c/<int:number>/draft/", drafts.draft, name="draft"),
    path("c/<int:number>/assignee/", case.assign, name="assign"),
    path("c/<int:number>/later/", case.later, name="later"),
    path("c/<int:number>/status/", case.move, name="move"),
    path("c/<int:number>/subject/", case.rename, name="rename"),
    path("c/<int:number>/case/", case.save, name="save_case"),
    path("messages/<int:submission_id>/undo/", fates.undo, name="undo"),
    path("messages/<int:submission_id>/release/", fates.release, name="release"),
    path("messages/<int:submission_id>/retry/", fates.retry, name="retry"),
    path("messages/<int:submission_id>/arrival/", fates.settle, name="settle"),
    path("files/<int:attachment_id>/", files.attachment, name="file"),
    path("entries/<int:entry_id>/letter.eml", files.letter, name="letter"),
    path("entries/<int:entry_id>/html/", files.frame, name="html"),
    path("quiet/", quiet.quiet, name="quiet"),
    path("new/", new.new, name="new"),
    path("search/", search.search, name="search"),
    path("keys/", places.keys, name="keys"),
    path("more/", places.more, name="more"),
    path("nav/<slug:at>/", places.nav, name="nav"),
    path("live/", live.live, name="live"),
    path("people/", include("entendu.doors.web.people.urls")),
    path("settings/", include("entendu.doors.web.settings.urls")),
]
