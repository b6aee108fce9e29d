"""Error codes: catalogues brought in with a bar that shows how far, codes that no catalogue has, and one added by hand.

A catalogue is the desk's, not a team's: whoever leads a team may bring one in.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from entendu.core.diagnosis.catalogue import LONGEST_PRODUCT, LONGEST_TEXT, Row
from entendu.core.diagnosis.codes import LONGEST, key_of
from entendu.doors.web.access import member_of
from entendu.doors.web.desk.reading import number_in
from entendu.doors.web.desk.rows import ticket_url
from entendu.doors.web.nav import show
from entendu.doors.web.settings.leads import leads_only
from entendu.flows.diagnosis import catalogue as flow
from entendu.parts.diagnosis.actions import codes as actions
from entendu.parts.diagnosis.models.codes import Catalogue, CodeImport, ErrorCode
from entendu.parts.diagnosis.queries import codes as queries
from entendu.parts.tickets import queries as tickets

UNKNOWN_SHOWN, TICKETS_SHOWN, IMPORTS_SHOWN, PAGE = 50, 3, 5, 50
STATES = CodeImport.State


class UploadForm(forms.Form):
    """A file of codes, and whose they are."""

    file = forms.FileField(label=gettext_lazy("File"), help_text=gettext_lazy(
        "CSV or JSON with code, cause, fix and tell, or tell_en, tell_fr, tell_ro. A hundred thousand codes take some "
        "seconds."))
    product = forms.CharField(label=gettext_lazy("Product"), required=False, max_length=LONGEST_PRODUCT,
                              help_text=gettext_lazy("Else as each line says, or what the file is called."))


class CodeForm(forms.Form):
    """One code by hand."""

    code = forms.CharField(label=gettext_lazy("Code"), max_length=LONGEST)
    product = forms.CharField(label=gettext_lazy("Product"), max_length=LONGEST_PRODUCT)
    cause = forms.CharField(label=gettext_lazy("Cause"), max_length=LONGEST_TEXT,
                            widget=forms.Textarea(attrs={"rows": 2}))
    fix = forms.CharField(label=gettext_lazy("Fix"), required=False, max_length=LONGEST_TEXT,
                          widget=forms.Textarea(attrs={"rows": 2}))
    tell_en = forms.CharField(label=gettext_lazy("What to tell them, in English"), required=False,
                              max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 2, "lang": "en"}))
    tell_fr = forms.CharField(label=gettext_lazy("What to tell them, in French"), required=False,
                              max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 2, "lang": "fr"}))
    tell_ro = forms.CharField(label=gettext_lazy("What to tell them, in Romanian"), required=False,
                              max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 2, "lang": "ro"}))

    def clean_code(self) -> str:
        """A code has a letter or a digit."""
        code: str = self.cleaned_data["code"].strip()
        if not key_of(code):
            raise forms.ValidationError(_("A code has a letter or a digit; write it as it stands on the screen."))
        return code


@leads_only
def codes(request: HttpRequest) -> HttpResponse:
    """The catalogues, what comes in, and what is known to no catalogue. A POST brings a file in."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            run = flow.hand_in(file.name, file.read() if file.size <= flow.LARGEST else b"x" * (flow.LARGEST + 1),
                               form.cleaned_data["product"], member_of(request), now=timezone.now())
            return redirect(f"{reverse('codes')}#import-{run.pk}")
        except flow.CannotImport as trouble:
            form.add_error("file", str(trouble))
    return show(request, "web/settings/codes.html", {
        "title": _("Error codes"), "form": form, "back_url": _back(request),
        "imports": [import_values(run) for run in queries.imports(IMPORTS_SHOWN)],
        "catalogues": [_catalogue(one) for one in queries.catalogues()], "unknown": _unknown(request),
    }, at=_at(request), status=422 if form.is_bound else 200)


@leads_only
@require_safe
def code_import(request: HttpRequest, run_id: int) -> HttpResponse:
    """How far an import has come: the piece that its bar asks for every second."""
    run = queries.code_import(run_id)
    if run is None:
        raise Http404
    return render(request, "web/settings/code_import.html", {"run": import_values(run)})


@leads_only
@require_safe
def catalogue(request: HttpRequest, catalogue_id: int) -> HttpResponse:
    """One product's codes as they read in a version; the newest unless `?version=` names another."""
    known = catalogue_or_404(catalogue_id)
    version = number_in(request.GET.get("version")) or known.version
    words, page = request.GET.get("q", "").strip(), number_in(request.GET.get("page"))
    found = list(queries.codes_found(known, version, words)[page * PAGE:(page + 1) * PAGE + 1])
    here = f"{reverse('catalogue', args=[known.pk])}?version={version}"
    return show(request, "web/settings/catalogue.html", {
        "title": known.product, "catalogue": known, "version": version, "words": words,
        "rows": [_code(one) for one in found[:PAGE]], "here": here,
        "versions": [_version(one, known, version) for one in queries.versions_of(known)[:PAGE]],
        "next_url": f"{here}&q={words}&page={page + 1}" if len(found) > PAGE else "",
        "remove_url": reverse("remove_catalogue", args=[known.pk]),
    }, at=_at(request))


@leads_only
@require_POST
def remove_catalogue(request: HttpRequest, catalogue_id: int) -> HttpResponse:
    """All codes of the product go, with their versions."""
    known = catalogue_or_404(catalogue_id)
    actions.remove_catalogue(known)
    messages.success(request, _("The codes of %(product)s are gone.") % {"product": known.product})
    return redirect("codes")


@leads_only
def new_code(request: HttpRequest) -> HttpResponse:
    """One code by hand; from the list of unknown ones it is filled in already."""
    first = queries.catalogues().order_by("-codes").first()
    given = {"code": request.GET.get("code", ""), "product": first.product if first else ""}
    form = CodeForm(request.POST or None, initial=given)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        tell = {name: said[f"tell_{name}"] for name in ("en", "fr", "ro") if said[f"tell_{name}"]}
        flow.add_code(said["product"], Row(0, said["code"], said["cause"], said["fix"], tell), member_of(request),
                      now=timezone.now())
        messages.success(request, _("%(code)s is in the catalogue of %(product)s.") % said)
        return redirect("codes")
    return show(request, "web/settings/form.html", {
        "title": _("Add an error code"), "lede": "", "back_url": reverse("codes"), "back_label": _("Error codes"),
        "form": form, "form_url": reverse("new_code"), "submit_label": _("Add it"), "try_label": "", "result": None,
        "delete_url": "", "links": [], "sign_out_url": "",
    }, at=_at(request), status=422 if form.is_bound else 200)


@leads_only
@require_POST
def no_code(request: HttpRequest) -> HttpResponse:
    """What was collected is no error code."""
    words = request.POST.get("code", "")[:LONGEST]
    if key_of(words):
        actions.not_a_code(words, member_of(request), now=timezone.now())
    return redirect(f"{reverse('codes')}#unknown")


def catalogue_or_404(catalogue_id: int) -> Catalogue:
    """The catalogue with this id."""
    known = queries.catalogue(catalogue_id)
    if known is None:
        raise Http404
    return known


def import_values(run: CodeImport) -> dict[str, Any]:
    """The values of `web/settings/code_import.html`."""
    words = {
        STATES.WAITING: _("%(file)s waits for its turn."), STATES.RUNNING: _("%(file)s is being read."),
        STATES.DONE: _("%(file)s is in force."), STATES.FAILED: _("%(file)s was not imported."),
    }[STATES(run.state)] % {"file": run.file_name}
    good = run.total - run.bad_count
    return {
        "id": run.pk, "state": run.state, "words": words, "at": run.created_at, "taken": run.taken, "total": good,
        "by": run.member.name if run.member else "", "url": reverse("code_import", args=[run.pk]),
        "is_over": run.state in {STATES.DONE, STATES.FAILED}, "new": grouped(run.new),
        "changed": grouped(run.changed), "unchanged": grouped(run.unchanged),
        "why": flow.sentence(run.why) if run.why else "", "progress": _progress(run.taken, good) if run.total else "",
        "bad": [flow.sentence_of_line(line, why, about) for line, why, about in run.bad],
        "bad_more": run.bad_count - len(run.bad),
    }


def grouped(number: int) -> str:
    """A number as the reader groups its figures: "100,000"."""
    return str(formats.number_format(number, force_grouping=True))


def _progress(taken: int, total: int) -> str:
    return _("%(taken)s of %(total)s") % {"taken": grouped(taken), "total": grouped(total)}


def _catalogue(one: Catalogue) -> dict[str, Any]:
    count = ngettext("%(n)s code", "%(n)s codes", one.codes) % {"n": grouped(one.codes)}
    return {"product": one.product, "url": reverse("catalogue", args=[one.pk]), "codes": count, "version": one.version}


def _code(row: ErrorCode) -> dict[str, Any]:
    return {"code": row.code, "cause": row.cause, "fix": row.fix, "since": row.since,
            "tell": [{"lang": name, "words": words} for name, words in sorted(row.tell.items())]}


def _version(one: Any, known: Catalogue, chosen: int) -> dict[str, Any]:
    return {"number": one.number, "at": one.at, "by": one.member.name if one.member else "",
            "new": grouped(one.new), "changed": grouped(one.changed), "unchanged": grouped(one.unchanged),
            "current": one.number == chosen,
            "url": f"{reverse('catalogue', args=[known.pk])}?version={one.number}"}


def _unknown(request: HttpRequest) -> list[dict[str, Any]]:
    """What no catalogue has, with the newest of the tickets that this member may see."""
    found = queries.unknown_codes(UNKNOWN_SHOWN)
    seen = queries.tickets_with([one.key for one in found], tickets.seen_by(member_of(request)), UNKNOWN_SHOWN * 10)
    return [{
        "code": one.written, "add_url": f"{reverse('new_code')}?code={one.written}",
        "count": ngettext("on %(n)d case", "on %(n)d cases", one.tickets) % {"n": one.tickets}, "last_at": one.last_at,
        "tickets": [{"number": number, "url": ticket_url(number)} for number in seen.get(one.key, [])[:TICKETS_SHOWN]],
    } for one in found]


def _back(request: HttpRequest) -> dict[str, str]:
    is_administrator = member_of(request).is_administrator
    return {"url": reverse("settings" if is_administrator else "wording"),
            "label": _("Settings") if is_administrator else _("Wording")}


def _at(request: HttpRequest) -> str:
    return "settings" if member_of(request).is_administrator else "wording"
