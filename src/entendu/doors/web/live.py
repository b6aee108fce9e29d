"""The line on which open pages hear that something changed (server-sent events, HTML §9.2).

An event says no more than which case changed, how, and by whom; the page then asks for the pieces, as the member who
reads it. So nothing is said on this line that a list would not show.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

from asgiref.sync import sync_to_async
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_safe

from entendu.doors.web.changes import Listener, changes
from entendu.doors.web.desk.reading import number_in
from entendu.parts.staff import queries as staff
from entendu.parts.staff.models import Member
from entendu.parts.tickets import queries
from entendu.parts.tickets.models import Change

# Proxies close lines on which nothing is said for a minute or less.
HEARTBEAT = 20.0
# A browser that lost the line comes back after so many milliseconds.
RETRY = 2000
HEADERS = {"Cache-Control": "no-cache, no-store", "X-Accel-Buffering": "no"}


@require_safe
async def live(request: HttpRequest) -> HttpResponseBase:
    """The events. Without a session 204, by which a browser stops asking (HTML §9.2.3)."""
    heard = request.headers.get("Last-Event-ID") or request.GET.get("after")
    line = Line(request.session.session_key or "", number_in(heard))
    if not await line.may_hear():
        return HttpResponse(status=204)
    return StreamingHttpResponse(line.events(), content_type="text/event-stream", headers=HEADERS)


async def _news(heard: asyncio.Queue[Change | None]) -> list[Change | None]:
    """All that has been heard since the last time, as soon as it is anything; nothing after a while of silence."""
    try:
        news = [await asyncio.wait_for(heard.get(), HEARTBEAT)]
    except TimeoutError:
        return []
    while not heard.empty():
        news.append(heard.get_nowait())
    return news


class Line:
    """One open page, from its session to its last word."""

    def __init__(self, session_key: str, last_event: int) -> None:
        self._session_key = session_key
        self._last_event = last_event
        self._mailboxes: frozenset[int] = frozenset()
        self._names: dict[int, str] = {}

    async def may_hear(self) -> bool:
        """Whether the session still stands for an active member; learns which mailboxes they may hear of."""
        allowed = await sync_to_async(self._ask)()
        self._mailboxes = allowed or frozenset()
        return allowed is not None

    def _ask(self) -> frozenset[int] | None:
        """The mailboxes of the session's member. The connection is given back: a line stays open for hours."""
        try:
            asking = HttpRequest()
            asking.session = SessionStore(self._session_key)
            member = get_user(asking)
            if not isinstance(member, Member):
                return None
            self._names = {one.pk: one.first_name for one in staff.members()}
            return frozenset(queries.mailboxes_of(member).values_list("pk", flat=True))
        finally:
            if not connection.in_atomic_block:
                connection.close()

    async def events(self) -> AsyncIterator[bytes]:
        """What is written on the line: first what was missed, then what happens, and a sign of life in between."""
        listener = Listener(self._mailboxes, asyncio.get_running_loop())
        changes.join(listener)
        try:
            yield f"retry: {RETRY}\n\n".encode()
            missed = await sync_to_async(self._missed)()
            told = {change.pk for change in missed}
            for change in missed:
                yield self._event(change)
            while True:
                news = await _news(listener.heard)
                if None in news or not await self.may_hear():
                    return  # after too much at once the browser comes back and asks for everything
                listener.mailboxes = self._mailboxes
                if not news:
                    yield b": still here\n\n"
                for change in news:
                    if change is not None and change.mailbox_id in self._mailboxes and change.pk not in told:
                        yield self._event(change)
        finally:
            changes.leave(listener)

    def _missed(self) -> list[Change]:
        """What happened since the last event that the browser had heard, or since its page was made."""
        try:
            found = queries.changes_after(self._last_event) if self._last_event else []
            return [change for change in found if change.mailbox_id in self._mailboxes]
        finally:
            if not connection.in_atomic_block:
                connection.close()

    def _event(self, change: Change) -> bytes:
        by = self._names.get(change.member_id or 0, "")
        data = json.dumps({"kind": change.kind, "ticket": change.ticket_id, "by": by}, ensure_ascii=False)
        return f"id: {change.pk}\ndata: {data}\n\n".encode()
