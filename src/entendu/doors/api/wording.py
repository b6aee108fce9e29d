"""Texts read as `entendu wording check` reads them; nothing of them is kept."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest
from ninja import Body, Router
from pydantic import Field

from entendu.core.wording.as_json import NotReadable, read_item
from entendu.doors.api.messages import SourceTokens
from entendu.doors.api.problems import Problem, problem
from entendu.doors.api.tokens import ApiTokens
from entendu.doors.api.wording_forms import MOST, ReadingForm, TextIn
from entendu.parts.wording.dictionaries import shelf

router = Router(tags=["wording"], auth=[ApiTokens(), SourceTokens()])
Texts = TextIn | Annotated[list[TextIn], Field(min_length=1, max_length=MOST)]


@router.post("", response={200: ReadingForm | list[ReadingForm], 400: Problem, 401: Problem, 413: Problem,
                           422: Problem}, exclude_unset=True, summary="Read a text, or up to a hundred")
def read_texts(request: HttpRequest, wanted: Annotated[Texts, Body()]) -> Any:
    """What an experienced colleague would say of a text: one answer for one, a list in the same order for a list.

    The product's own rules are applied, not those of a team. A member's token opens it, and so does a source's secret.
    """
    dictionaries = shelf(Path(settings.ENTENDU_DATA, "dictionaries"))
    texts = wanted if isinstance(wanted, list) else [wanted]
    try:
        found = [read_item(one.model_dump(mode="json", exclude_none=True), dictionaries) for one in texts]
    except NotReadable as wrong:
        return problem(422, str(wrong))
    return found if isinstance(wanted, list) else found[0]
