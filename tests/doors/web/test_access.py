"""What a member may not see does not exist for them. Every route is walked with every role.

A route that is not in `ROUTES` fails the test, so that nobody adds a page without saying who may see it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from entendu.core.care.civility import Step
from entendu.flows.diagnosis import catalogue, changes, claims
from entendu.flows.people import identity
from entendu.flows.promises import plan
from entendu.parts.accounts import actions as channels
from entendu.parts.care.actions import civility as ladder
from entendu.parts.diagnosis.actions import defects, escalations
from entendu.parts.diagnosis.actions.claims import Said, Shown
from entendu.parts.diagnosis.actions.escalations import Report
from entendu.parts.diagnosis.queries import codes
from entendu.parts.inbox import actions as inbox
from entendu.parts.knowledge.actions import cases, elsewhere, items, passages
from entendu.parts.knowledge.actions.passages import Read
from entendu.parts.knowledge.models.items import Content
from entendu.parts.listening.actions import needs
from entendu.parts.outbox import actions as outbox
from entendu.parts.outbox.actions import sources
from entendu.parts.outbox.actions.sources import Seen
from entendu.parts.people import actions as people
from entendu.parts.staff import actions as staff
from entendu.parts.staff.models import Member
from entendu.parts.tickets.actions import drafts
from entendu.parts.tickets.models import Entry, Ticket
from entendu.parts.wording import actions as wording
from tests.world import World

SECRET = "The code of the safe is in the blue folder"
RULE = """id = "gadget"
check = "vocabulary"
any = ["gadget"]
message = "A tool."
bad = ["A gadget."]
good = ["A tool."]
"""
PICTURE = b"\x89PNG\r\n\x1a\n of the safe"

# Who may: "case" those who see its mailbox; "writer" the one whose message it is; "member" whoever has signed in;
# "administrator"; "lead" whoever leads a team, "our lead" who leads the one of its mailbox; "program" whoever has a
# token, as far as its member sees; "source" a system with its own secret, what it handed in
# (tests/doors/api/test_messages.py); "all" anybody, by their own rules.
ROUTES: dict[str, tuple[str, str]] = {
    "home": ("GET", "member"), "inbox": ("GET", "member"), "mine": ("GET", "member"), "us": ("GET", "member"),
    "them": ("GET", "member"), "all": ("GET", "member"), "search": ("GET", "member"), "keys": ("GET", "member"),
    "quiet": ("GET", "member"),
    "more": ("GET", "member"), "nav": ("GET", "member"), "new": ("GET", "member"), "live": ("GET", "listener"),
    "ticket": ("GET", "case"), "ticket_about": ("GET", "case"), "understanding": ("GET", "case"),
    "facts": ("GET", "case"), "add_fact": ("POST", "case"), "settle_fact": ("POST", "case"),
    "drop_evidence": ("POST", "case"), "tell_code": ("POST", "case"),
    "their_view": ("GET", "case"), "file": ("GET", "case"), "letter": ("GET", "case"),
    "html": ("GET", "case"), "draft": ("PUT", "case"), "answer": ("POST", "case"), "assign": ("POST", "case"),
    "later": ("POST", "case"), "move": ("POST", "case"), "rename": ("POST", "case"), "save_case": ("POST", "case"),
    "join": ("POST", "case"), "take_apart": ("POST", "case"),
    "release": ("POST", "case"), "drop": ("POST", "case"), "retry": ("POST", "case"),
    "settle": ("POST", "case"), "undo": ("POST", "writer"),
    "solved": ("POST", "case"),
    "promises": ("GET", "member"), "promise_list": ("GET", "member"), "promise_act": ("POST", "case"),
    "move_promise": ("GET", "case"), "case_promises": ("GET", "case"), "plan_step": ("POST", "case"),
    "tell_plan": ("POST", "case"), "agree_news": ("POST", "case"), "send_news": ("POST", "case"),
    "arrange_meeting": ("POST", "case"),
    "radar": ("GET", "member"), "brief": ("GET", "case"), "not_now": ("POST", "case"),
    "say_style": ("POST", "case"), "my_style": ("POST", "all"),
    "civility": ("GET", "case"), "civility_back": ("POST", "case"), "calm": ("POST", "case"),
    "heard": ("GET", "case"), "heard_draft": ("POST", "case"), "tasks": ("GET", "case"), "call": ("GET", "case"),
    "calls": ("GET", "member"), "call_to_make": ("GET", "case"), "log_call": ("POST", "case"), "ring": ("POST", "case"),
    "call_notes": ("POST", "case"), "feature_request": ("GET", "case"), "needs": ("GET", "member"),
    "need": ("GET", "case"),
    "reading": ("POST", "case"), "by_when": ("GET", "case"), "guess": ("POST", "case"),
    "saved_replies": ("GET", "case"), "use_reply": ("POST", "case"), "replies": ("GET", "lead"),
    "new_reply": ("GET", "lead"), "try_reply": ("POST", "lead"), "switch_reply": ("POST", "lead"),
    "saved_reply": ("GET", "lead"), "remove_reply": ("POST", "lead"),
    "codes": ("GET", "lead"), "new_code": ("GET", "lead"), "no_code": ("POST", "lead"),
    "code_import": ("GET", "lead"), "catalogue": ("GET", "lead"), "remove_catalogue": ("POST", "lead"),
    "wording": ("GET", "lead"), "switch_wording": ("POST", "lead"), "add_word": ("POST", "lead"),
    "new_rule": ("GET", "lead"), "try_rule": ("POST", "lead"), "rule": ("GET", "our lead"),
    "switch_rule": ("POST", "our lead"), "remove_rule": ("POST", "our lead"), "remove_word": ("POST", "our lead"),
    "people": ("GET", "member"), "new_person": ("GET", "member"), "person": ("GET", "case"),
    "edit_person": ("GET", "case"), "add_address": ("POST", "case"), "remove_address": ("POST", "case"),
    "mend_address": ("POST", "case"), "address_proof": ("GET", "case"), "send_code": ("POST", "case"),
    "part_address": ("GET", "case"), "same_person": ("GET", "case"),
    "undo_identity": ("POST", "case"), "organisations": ("GET", "member"), "new_organisation": ("GET", "member"),
    "organisation": ("GET", "case"), "me": ("GET", "member"), "programs": ("GET", "member"),
    "revoke_token": ("POST", "owner"),
    "knowledge": ("GET", "member"), "new_item": ("GET", "member"), "proofread": ("POST", "member"),
    "documents": ("GET", "member"), "document": ("GET", "case"), "remove_document": ("POST", "our lead"),
    "item": ("GET", "case"), "item_page": ("GET", "case"), "edit_item": ("GET", "case"),
    "item_history": ("GET", "case"), "decide_item": ("POST", "case"), "case_knowledge": ("GET", "case"),
    "quote_knowledge": ("POST", "case"), "add_reference": ("POST", "case"), "remove_reference": ("POST", "case"),
    "ask_web": ("POST", "case"), "lesson": ("POST", "case"),
    "other_words": ("POST", "case"), "other_words_settings": ("GET", "administrator"),
    "remove_other_words": ("POST", "administrator"),
    "web_search": ("GET", "administrator"), "remove_web_search": ("POST", "administrator"),
    "channels": ("GET", "administrator"), "new_channel": ("GET", "administrator"),
    "new_channel_at": ("GET", "administrator"), "channel": ("GET", "administrator"), "channel_hook": ("POST", "all"),
    "chat_windows": ("GET", "administrator"), "new_chat_account": ("GET", "administrator"),
    "chat_account": ("GET", "administrator"), "chat_try": ("GET", "administrator"),
    "chat_widget": ("GET", "all"), "chat_window": ("GET", "all"), "chat_lines": ("GET", "all"),
    "chat_say": ("POST", "all"), "chat_shown": ("POST", "all"), "chat_way": ("POST", "all"),
    "chat_left": ("POST", "all"), "chat_file": ("GET", "all"),
    "settings": ("GET", "administrator"), "reached": ("GET", "administrator"), "mailboxes": ("GET", "administrator"),
    "new_mailbox": ("GET", "administrator"), "mailbox": ("GET", "administrator"), "incoming": ("GET", "administrator"),
    "remove_incoming": ("POST", "administrator"), "outgoing": ("GET", "administrator"),
    "remove_outgoing": ("POST", "administrator"), "teams": ("GET", "administrator"),
    "options": ("GET", "case"), "options_draft": ("POST", "case"), "temporary": ("GET", "case"),
    "mistake": ("GET", "case"), "mistake_draft": ("POST", "case"), "mistakes": ("GET", "member"),
    "not_ours": ("GET", "case"), "elsewhere": ("GET", "lead"), "new_elsewhere": ("GET", "lead"),
    "elsewhere_entry": ("GET", "our lead"), "remove_elsewhere": ("POST", "our lead"),
    "new_team": ("GET", "administrator"), "team": ("GET", "administrator"), "staff": ("GET", "administrator"),
    "invite": ("GET", "administrator"), "member": ("GET", "administrator"), "member_link": ("POST", "administrator"),
    "reset_second_step": ("POST", "administrator"), "member_access": ("POST", "administrator"),
    "sources": ("GET", "administrator"), "new_source": ("GET", "administrator"), "source": ("GET", "administrator"),
    "source_secret": ("POST", "administrator"), "source_access": ("POST", "administrator"),
    "name_template": ("POST", "administrator"),
    "changes": ("GET", "case"), "first_error": ("POST", "case"), "note_change": ("POST", "case"),
    "import_changes": ("POST", "case"), "causes": ("GET", "case"), "add_cause": ("POST", "case"),
    "weigh_cause": ("POST", "case"), "remove_evidence": ("POST", "case"), "settle_cause": ("POST", "case"),
    "credit_cause": ("POST", "case"), "note_alternative": ("POST", "case"), "reply_with_cause": ("POST", "case"),
    "change_sources": ("GET", "administrator"), "new_change_source": ("GET", "administrator"),
    "change_source": ("GET", "administrator"), "change_source_secret": ("POST", "administrator"),
    "change_source_access": ("POST", "administrator"), "tell_changes": ("POST", "source"),
    "change_hook": ("POST", "all"),
    "list_tickets": ("GET", "program"), "read_ticket": ("GET", "program"), "leave_note": ("POST", "program"),
    "send_message": ("POST", "source"), "read_message": ("GET", "source"),
    "read_texts": ("POST", "source"),
    "incidents": ("GET", "member"), "new_incident": ("GET", "member"), "incident": ("GET", "case"),
    "incident_case": ("POST", "case"), "incident_news": ("POST", "case"), "ticket_incidents": ("GET", "case"),
    "escalation": ("GET", "case"), "escalation_again": ("POST", "case"), "escalation_removal": ("POST", "case"),
    "trackers": ("GET", "administrator"), "new_tracker": ("GET", "administrator"),
    "tracker": ("GET", "administrator"), "tracker_secret": ("POST", "administrator"),
    "tracker_hook": ("POST", "all"),
    "read_person": ("GET", "program"), "openapi-json": ("GET", "all"), "api-root": ("GET", "all"),
    "healthz": ("GET", "all"), "metrics": ("GET", "all"), "reach": ("GET", "all"),
    "short_link": ("GET", "all"), "case_door": ("GET", "all"), "case_page": ("GET", "all"), "case_said": ("GET", "all"),
    "case_solved": ("POST", "all"), "case_choice": ("POST", "all"), "case_temporary": ("POST", "all"),
    "case_heard": ("POST", "all"), "case_write": ("POST", "all"), "case_task": ("POST", "all"),
    "case_wishes": ("POST", "all"), "case_again": ("POST", "all"),
}
# allauth's pages about oneself; its own tests and tests/doors/web/test_sign_in*.py are about them.
OTHERS = ("accounts/", "api/v1/<path:rest>")
ROLES = ("ioana", "leo", "ana", "radu", "sofia")
SEEING = {
    "case": {"ioana", "leo", "sofia"}, "writer": {"ioana"}, "owner": {"ioana"}, "administrator": {"sofia"},
    "lead": {"leo", "radu", "sofia"}, "our lead": {"leo", "sofia"},
    "member": set(ROLES), "listener": set(ROLES),
}


@dataclass(frozen=True)
class Case:
    """What stands in the world of these tests: Marie's ticket in care@, with everything that can hang on one."""

    world: World
    ticket: Ticket
    numbers: dict[str, int | str]

    def address(self, name: str) -> str:
        """The route's address for Marie's ticket."""
        pattern = next(pattern for path, pattern in routes() if pattern.name == name)
        wanted = pattern.pattern.converters
        prefix = "api:" if ROUTES[name][1] == "program" or name in {"openapi-json", "api-root"} else ""
        return reverse(prefix + name, kwargs={one: self.numbers[one] for one in self._all(name, wanted)})

    def _all(self, name: str, converters: dict[str, Any]) -> list[str]:
        path = next(path for path, pattern in routes() if pattern.name == name)
        return [one for one in self.numbers if f":{one}>" in path] or list(converters)


def routes(resolver: URLResolver | None = None, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the product and its pattern."""
    for one in (resolver or get_resolver()).url_patterns:
        path = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from routes(one, path)
        elif not path.startswith(OTHERS):
            yield path, one


@pytest.fixture
def case(world: World, time_machine: Any) -> Case:
    time_machine.move_to(world.now)
    ticket = world.write_in(world.marie, SECRET, subject="A safe", html=f"<p>{SECRET}</p>",
                            files=(("safe.png", "image/png", PICTURE),))
    entry = ticket.entries.get(kind=Entry.Kind.THEIRS)
    outcome = world.answer(ticket, world.ioana, f"Thank you. {SECRET}.")
    inbox.set_account(world.care, host="imap.example.org", username="care")
    outbox.set_send_account(world.care, host="smtp.example.org")
    token, _secret = staff.make_api_token(world.ioana, "Shop", now=world.now)
    source, _secret = sources.add_source(name="Booking", mailbox=world.care, now=world.now)
    teller, _secret = changes.new_source("Hosting", "standard", None, now=world.now)
    template = sources.see_template(source, Seen("d1", "Your visit", "your visit on <value>", "update"), now=world.now)
    need = needs.add_need(SECRET, world.ioana, now=world.now)
    needs.link(needs.request_feature(ticket, world.ioana, SECRET, now=world.now), need)
    rule = wording.add_rule(world.care.team, "en", RULE, world.leo, now=world.now)
    word = wording.add_word(world.care.team, "Klarnova", world.leo)
    known = items.begin(items.About("article", team=world.care.team, ticket=ticket), "en", Content(SECRET), world.leo,
                        now=world.now)
    document = passages.add_document(Read("safe.md", "markdown", "A safe", (("", SECRET),), 1, "a"), "en",
                                     world.care.team, world.leo, now=world.now)
    reference = cases.refer(ticket, cases.To(SECRET, url="https://safe.example"), "", world.leo, now=world.now)
    fact = claims.add(ticket, world.ioana, Said("claim", "Nobody opened it"), now=world.now)
    claims.settle(fact, "confirmed", world.ioana, Shown("log", "no entry"), now=world.now)
    run = catalogue.import_now("safe.csv", b"code\nSAFE-1\n", "Safe", lambda: world.now, lambda run: None)
    safe = codes.catalogue_of("Safe")
    assert safe is not None
    defect = defects.open_defect(world.care.team, world.leo, title=SECRET, now=world.now)
    tracker = escalations.add_account(name="Shop", kind="github", address="https://api.github.com", project="acme/shop",
                                      secret="sealed", now=world.now)
    escalation, _new = escalations.pass_on(ticket, tracker, world.leo, Report("one", "A safe", SECRET), now=world.now)
    other = elsewhere.keep(None, world.leo, now=world.now, team=world.care.team, topic=SECRET, whom=SECRET)
    number, window = (channels.add_account(now=world.now, mailbox=world.care, channel=channel, provider=provider,
                                           name=f"Our {channel}")
                      for channel, provider in (("sms", "kannel"), ("chat", "chat")))
    twin = people.add_contact(now=world.now, name="M. Laval")
    return Case(world, ticket, {
        "identity_id": identity.join(world.marie, twin, member=world.ioana, now=world.now).pk,
        "defect_id": defect.pk, "tracker_id": tracker.pk, "hook": tracker.hook, "escalation_id": escalation.pk,
        "item_id": known.page.item_id, "language": "en", "document_id": document.pk, "reference_id": reference.pk,
        "rung_id": ladder.take(ticket, world.ioana, ladder.Taken(Step.WARNED, "Please."), now=world.now).pk,
        "fact_id": fact.pk, "evidence_id": fact.evidence.get().pk, "run_id": run.pk, "catalogue_id": safe.pk,
        "number": ticket.number, "submission_id": outcome.submission.pk, "entry_id": entry.pk,
        "attachment_id": entry.attachments.get().pk, "at": "inbox", "person_id": world.marie.pk,
        "person": world.marie.pk, "address_id": world.marie.addresses.get().pk,
        "organisation_id": world.laval.pk, "mailbox_id": world.care.pk, "team_id": world.care.team.pk,
        "member_id": world.ioana.pk, "token_id": token.pk, "source_id": source.pk, "change_source_id": teller.pk,
        "need_id": need.pk,
        "promise_id": plan.add(ticket, world.ioana, SECRET, world.now + timedelta(days=1), now=world.now).pk,
        "part": "late",
        "elsewhere_id": other.pk,
        "channel_id": number.pk, "provider": "kannel", "token": number.token, "account_id": window.pk,
        "template_id": template.pk, "rule_id": rule.pk, "word_id": word.pk,
        "name": "delay-no-news"})


def test_every_route_says_who_may_see_it() -> None:
    unnamed = [path for path, pattern in routes() if pattern.name not in ROUTES]
    assert unnamed == [], "add these to ROUTES"
    gone = set(ROUTES) - {pattern.name for _path, pattern in routes()}
    assert gone == set(), "these routes are no more"


GUARDED = sorted(name for name, (_method, who) in ROUTES.items() if who in SEEING)
CHANGES = sorted(name for name, (method, who) in ROUTES.items() if method != "GET" and who in SEEING)
PROGRAMS = sorted(name for name, (_method, who) in ROUTES.items() if who == "program")


@contextmanager
def forgotten() -> Iterator[None]:
    """What happens inside has not happened afterwards, so that each route finds the same case."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def ask(client: Client, case: Case, name: str, **more: Any) -> Any:
    """One request to a route, by its own method, without consequences."""
    with forgotten():
        return client.generic(ROUTES[name][0], case.address(name), **more)


@pytest.mark.parametrize("role", ROLES)
def test_role(case: Case, sign_in: Callable[[Member], Client], role: str) -> None:
    client, wrong = sign_in(getattr(case.world, role)), []
    for name in GUARDED:
        answer = ask(client, case, name)
        sees = role in SEEING[ROUTES[name][1]]
        if answer.status_code not in ({200, 204, 302, 409, 422} if sees else {404}):
            wrong.append((name, answer.status_code))
        if role in {"ana", "radu"} and not answer.streaming and traces_in(answer.content):
            wrong.append((name, traces_in(answer.content)))
    assert wrong == []


def test_signed_out(case: Case) -> None:
    wrong = []
    for name in GUARDED:
        answer = ask(Client(), case, name)
        led = answer.status_code == 302 and answer["Location"].startswith("/accounts/login/?next=/")
        # A line of events is told to stop asking: a browser would follow a redirect and hear a page.
        if not (answer.status_code == 204 if ROUTES[name][1] == "listener" else led):
            wrong.append((name, answer.status_code))
    assert wrong == []


def test_a_part_of_a_page_is_no_sign_in_page(case: Case) -> None:
    for name in GUARDED:
        if ROUTES[name][1] in {"case", "writer"}:
            answer = ask(Client(), case, name, headers={"HX-Request": "true"})
            assert (name, answer.status_code, answer["HX-Redirect"]) == (name, 401, "/accounts/login/")


def test_changes_need_the_token_of_a_form(case: Case) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(case.world.sofia)
    answers = {name: ask(client, case, name).status_code for name in CHANGES}
    assert answers == dict.fromkeys(CHANGES, 403)


def test_reading_changes_nothing(case: Case, sign_in: Callable[[Member], Client]) -> None:
    client = sign_in(case.world.sofia)
    answers = {name: client.get(case.address(name)).status_code for name in CHANGES if name != "revoke_token"}
    assert answers == dict.fromkeys(answers, 405)


@pytest.mark.parametrize("role", ROLES)
def test_programs_see_what_their_member_sees(case: Case, role: str) -> None:
    _token, secret = staff.make_api_token(getattr(case.world, role), "Walker", now=case.world.now)
    for name in PROGRAMS:
        said = {"data": '{"text": "seen"}', "content_type": "application/json"}
        answer = ask(Client(), case, name, **said, headers={"Authorization": f"Bearer {secret}"})
        sees = role in SEEING["case"] or name == "list_tickets"
        assert (name, answer.status_code) in [(name, code) for code in ((200, 201) if sees else (404,))]
        if role in {"ana", "radu"}:
            assert traces_in(answer.content) == []
        assert ask(Client(), case, name, **said).status_code == 401


def traces_in(content: bytes) -> list[str]:
    """What of Marie's case can be read in it."""
    return [trace for trace in (SECRET, "A safe", "Marie Laval", "marie@laval.example") if trace.encode() in content]


@pytest.mark.parametrize("role", ["ana", "radu"])
def test_search_finds_nothing_of_others(case: Case, sign_in: Callable[[Member], Client], role: str) -> None:
    client = sign_in(getattr(case.world, role))
    for query in ("folder", "safe", "Marie", "laval", str(case.ticket.number), f"#{case.ticket.number}"):
        answer = client.get("/search/", {"q": query})
        assert answer.status_code == 200
        assert "No case with" in answer.content.decode()
        assert f"/c/{case.ticket.number}/" not in answer.content.decode()


def test_search_finds_what_is_ours(case: Case, sign_in: Callable[[Member], Client]) -> None:
    answer = sign_in(case.world.leo).get("/search/", {"q": "folder"})
    assert "blue <mark>folder</mark>" in answer.content.decode()


def test_a_draft_and_its_files_are_their_writers_alone(case: Case, sign_in: Callable[[Member], Client]) -> None:
    draft = drafts.open_draft(case.ticket, case.world.ioana, now=case.world.now)
    drafts.write(draft, text="half a thought", kind="ours", channel="email", now=case.world.now)
    file = drafts.add_file(draft, "plan.txt", "text/plain", b"half a plan")
    address = reverse("file", args=[file.pk])
    assert sign_in(case.world.ioana).get(address).status_code == 200
    for role in ("leo", "ana", "radu", "sofia"):
        client = sign_in(getattr(case.world, role))
        assert client.get(address).status_code == 404
        assert b"half a thought" not in client.get(reverse("inbox")).content
    assert b"half a thought" not in sign_in(case.world.leo).get(reverse("ticket", args=[case.ticket.number])).content


def test_somebody_who_left_the_team(case: Case, sign_in: Callable[[Member], Client]) -> None:
    client = sign_in(case.world.leo)
    assert client.get(case.address("ticket")).status_code == 200
    staff.set_teams(case.world.leo, [])
    for name in ("ticket", "file", "letter", "html"):
        assert client.get(case.address(name)).status_code == 404


def test_somebody_who_may_no_longer_sign_in(case: Case, sign_in: Callable[[Member], Client]) -> None:
    client = sign_in(case.world.leo)
    staff.change_member(case.world.leo, is_active=False)
    assert client.get(case.address("ticket")).status_code == 302


def test_a_case_is_handed_to_nobody_who_cannot_see_it(case: Case, sign_in: Callable[[Member], Client]) -> None:
    client = sign_in(case.world.ioana)
    assert client.post(case.address("assign"), {"assignee": case.world.ana.pk}).status_code == 404
    assert client.post(case.address("assign"), {"assignee": case.world.leo.pk}).status_code == 302
    case.ticket.refresh_from_db()
    assert case.ticket.assignee == case.world.leo
