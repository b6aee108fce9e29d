"""Write here: words and files, at any hour."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from entendu.doors.portal.case.section import Section
from entendu.flows.portal.case_page import Post, Upload
from entendu.parts.people.models import Contact
from entendu.parts.tickets.models import Ticket

MOST = 5
# What people send to show what they see. Programs are none of it; on the desk every file is a download in any case.
TYPES = ("png", "jpg", "jpeg", "gif", "webp", "heic", "pdf", "txt", "log", "csv", "json", "xml", "doc", "docx", "odt",
         "xls", "xlsx", "ods", "zip", "eml", "msg", "mp4", "mov", "m4a", "mp3", "har")
LONGEST_KEY = 40


class NotTaken(ValueError):
    """A form that cannot be taken; the text is a sentence for who sent it."""


def section(ticket: Ticket, contact: Contact, now: datetime) -> Section | None:
    """Always there."""
    return Section("write", _("Write here"), "portal/case/write.html", shown={
        "limits": _("Up to %(n)d files of %(size)s each: pictures, PDF, text, office files, sound, film or zip.") % {
            "n": MOST, "size": filesizeformat(settings.ENTENDU_ATTACHMENT_BYTES)},
        "accept": ",".join(f".{one}" for one in TYPES)})


def post_of(request: HttpRequest) -> Post:
    """What the form holds; `NotTaken` says which file is too large or of no kind that we take, and nothing is kept."""
    files = request.FILES.getlist("files")
    if len(files) > MOST:
        raise NotTaken(_("These are %(many)d files and one message takes %(n)d; nothing was sent; send the others in "
                         "another one.") % {"many": len(files), "n": MOST})
    text = request.POST.get("text", "").replace("\r\n", "\n").replace("\0", "")
    key = request.POST.get("key", "")
    if not key or len(key) > LONGEST_KEY:
        raise NotTaken(_("This page was old; nothing was sent; press once more."))
    return Post(key, text, tuple(_upload(file) for file in files))


def _upload(file: UploadedFile) -> Upload:
    name, most = file.name or _("file"), settings.ENTENDU_ATTACHMENT_BYTES
    if (file.size or 0) > most:
        raise NotTaken(_("“%(name)s” has %(size)s and a file may have %(most)s; nothing was sent; send a smaller one "
                         "or a part of it.") % {"name": name, "size": filesizeformat(file.size),
                                             "most": filesizeformat(most)})
    if name.rpartition(".")[2].lower() not in TYPES:
        raise NotTaken(_("We do not take files like “%(name)s”; nothing was sent; a picture, a PDF or a zip is "
                         "fine.") % {"name": name})
    return Upload(name, file.content_type or "application/octet-stream", file.read())
