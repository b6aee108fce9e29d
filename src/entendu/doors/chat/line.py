"""The line on which a window hears what was written to it (server-sent events, HTML §9.2).

Each line of the conversation has its number as the event's id. A window that comes back says the last number that it
has (Last-Event-ID) and gets what follows: nothing twice, nothing left out.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Any, TypeVar

from asgiref.sync import sync_to_async
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from entendu.channels.chat import limits
from entendu.doors.chat.access import account_or_404, is_from_window, language_of, number_in, visit_of
from entendu.doors.chat.listeners import Listener, listeners
from entendu.doors.chat.say import file_value, way_words
from entendu.flows.channels.chat_visit import known_way
from entendu.parts.chat import actions, queries
from entendu.parts.chat.models import Line, Visit

# A window that hears nothing for 45 s takes its line for broken; proxies close silent ones after a minute.
HEARTBEAT = 15.0
Answer = TypeVar("Answer")
HEADERS = {"Cache-Control": "no-cache, no-store", "X-Accel-Buffering": "no"}


@require_safe
async def lines(request: HttpRequest, token: str) -> HttpResponseBase:
    """The events. 204 where nothing was said yet from this window, 503 where too many are open: they come back."""
    visit = await sync_to_async(_visit)(request, token)
    if visit is None:
        return HttpResponse(status=204 if is_from_window(request) else 403)
    listener = Listener(visit.pk, asyncio.get_running_loop())
    if not listeners.join(listener, most=limits.OPEN):
        return HttpResponse(status=503, headers={"Retry-After": "30"})
    open_line = OpenLine(visit, number_in(request.headers.get("Last-Event-ID", "")), listener)
    return StreamingHttpResponse(open_line.events(), content_type="text/event-stream", headers=HEADERS)


class OpenLine:
    """One open window, from the last number that it has to its last word."""

    def __init__(self, visit: Visit, heard: int, listener: Listener) -> None:
        self._visit = visit
        self._heard = heard
        self._listener = listener
        self._language = language_of(visit.language, visit.account)

    async def events(self) -> AsyncIterator[bytes]:
        """What is written on the line: what follows the last number, a word when that is all, and signs of life."""
        try:
            async for event in self._new():
                yield event
            yield _event(await _apart(self._state))
            while True:
                woken = await self._woken()
                if woken is False:
                    return
                if woken is None:
                    await _apart(self._hold_open)
                    yield b": still here\n\n"
                    continue
                async for event in self._new():
                    yield event
        finally:
            listeners.leave(self._listener)

    async def _woken(self) -> bool | None:
        """True for new lines, False for the end, None after a while of silence."""
        try:
            return await asyncio.wait_for(self._listener.woken.get(), HEARTBEAT)
        except TimeoutError:
            return None

    async def _new(self) -> AsyncIterator[bytes]:
        """What follows the last number that was written, however much it is."""
        while found := await _apart(self._page):
            for value in found:
                self._heard = value["number"]
                yield _event(value, self._heard)

    def _page(self) -> list[dict[str, Any]]:
        with translation.override(self._language):
            return [line_value(self._visit, one) for one in queries.lines_after(self._visit.pk, self._heard)]

    def _state(self) -> dict[str, Any]:
        with translation.override(self._language):
            return {"way": way_words(known_way(self._visit))}

    def _hold_open(self) -> None:
        actions.hold_open(self._visit.pk, now=timezone.now())


def line_value(visit: Visit, line: Line) -> dict[str, Any]:
    """One line as the window shows it."""
    value: dict[str, Any] = {"number": line.number, "kind": line.kind, "at": line.at.isoformat()}
    if line.kind == Line.Kind.MOVED:
        return value | {"text": _moved(line)}
    entry = line.entry
    value |= {"text": entry.visible if entry else "", "lang": entry.language if entry else "", "key": line.key,
              "files": [file_value(visit, one) for one in entry.attachments.all()] if entry else []}
    if line.kind == Line.Kind.OURS:
        value["new"] = line.shown_at is None and line.went_at is None
        value["who"] = entry.member.first_name if entry and entry.member else visit.account.mailbox.name
    return value


def _moved(line: Line) -> str:
    words = {"address": line.masked}
    if line.way == "email":
        return _("You had left, so we wrote to you by mail: %(address)s.") % words
    return _("You had left, so we wrote to you by SMS: %(address)s.") % words


def _visit(request: HttpRequest, token: str) -> Visit | None:
    """The visit whose key was shown by our own window. The connection is given back: a line stays open for hours."""
    try:
        account = account_or_404(token)
        return visit_of(request, account) if is_from_window(request) else None
    finally:
        _give_back()


async def _apart(ask: Callable[[], Answer]) -> Answer:
    """Asks the records in a thread, and gives the connection back."""

    def asked() -> Answer:
        try:
            return ask()
        finally:
            _give_back()

    return await sync_to_async(asked)()


def _give_back() -> None:
    if not connection.in_atomic_block:
        connection.close()


def _event(value: dict[str, Any], number: int = 0) -> bytes:
    identity = f"id: {number}\n" if number else ""
    return f"{identity}data: {json.dumps(value, ensure_ascii=False)}\n\n".encode()
