"""Who writes: a part's actions and nobody else; and no code that runs behind the reader's back."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.house.source import File, Finding, Function, findings, nothing, unexcused

WRITERS = ("src/entendu/parts/*/actions.py", "src/entendu/parts/*/actions/*.py", "**/migrations/*.py",
           "src/entendu/demo/**", "src/entendu/**/demo.py", "src/entendu/**/demo/**")
# Methods of a manager or query set that change rows.
WRITES = {"create", "update", "delete", "get_or_create", "update_or_create", "bulk_create", "bulk_update"}
# Words that show that what stands before a method is a manager or a query set.
QUERY_SETS = {"objects", "_base_manager", "_default_manager"}
QUERY_METHODS = {"filter", "exclude", "all", "select_for_update", "order_by", "using", "annotate"}
# Things with a save() or delete() that are no records.
NO_RECORDS = {"session", "storage", "default_storage", "cache", "client", "http", "router", "api", "imap", "patch"}
HOOKS = {"save", "delete", "asave", "adelete", "save_base"}
SIGNAL_MODULES = ("django.db.models.signals", "django.dispatch", "django.core.signals", "django.contrib.auth.signals",
                  "allauth.account.signals", "django.test.signals", "blinker")


def signals(file: File) -> Iterator[Finding]:
    """Signals: a story is told in one file from top to bottom, not by callbacks."""
    for node in ast.walk(file.tree):
        if isinstance(node, ast.ImportFrom):
            modules = [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.Attribute) and node.attr in {"receiver", "post_save", "pre_save", "post_delete"}:
            modules = [SIGNAL_MODULES[0]]
        else:
            continue
        if any(module.startswith(SIGNAL_MODULES) for module in modules):
            yield Finding(file.path, node.lineno, "uses signals; call what shall happen from the flow instead")


def work_in_save(file: File) -> Iterator[Finding]:
    """A model that overrides save() or delete(), and so does more than its caller can see."""
    for node in ast.walk(file.tree):
        if isinstance(node, ast.ClassDef):
            for method in node.body:
                if isinstance(method, Function) and method.name in HOOKS:
                    yield Finding(file.path, method.lineno, f"{node.name}.{method.name} overrides Django's; "
                                  "write a verb in actions.py instead")


def writes(file: File) -> Iterator[Finding]:
    """A change of a record outside the actions of its part."""
    if file.matches(*WRITERS):
        return
    scopes = [("", file.tree), *file.functions()]
    nested = {id(inner): name for name, scope in scopes for inner in ast.walk(scope)}
    query_sets = {(name, target) for name, scope in scopes for target in _named_query_sets(scope)}
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            scope = nested[id(node)]
            known = {target for name, target in query_sets if name in ("", scope)}
            if _is_write(node, node.func, known):
                words = f"{ast.unparse(node.func)}() changes a record outside parts/*/actions.py"
                yield Finding(file.path, node.lineno, words, scope)


def _is_write(call: ast.Call, method: ast.Attribute, query_sets: set[str]) -> bool:
    name = method.attr[1:] if method.attr in {f"a{word}" for word in WRITES | {"save"}} else method.attr
    chain = _chain(method.value)
    if name == "save":
        return not set(chain) & NO_RECORDS
    if name not in WRITES:
        return False
    if set(chain) & QUERY_SETS or set(chain[1:]) & QUERY_METHODS:
        return True
    if chain[-1].endswith("_set") or chain[0] in query_sets:
        return True
    if name.startswith(("bulk_", "get_or", "update_or")):
        return True
    # entry.attachments.update(entry=None), but not headers.update(more)
    if name == "update" and len(chain) > 1 and call.keywords and not call.args:
        return True
    # record.delete(), but not client.delete(url) nor @router.delete("/path")
    return name == "delete" and not call.args and not set(chain) & NO_RECORDS


def _chain(node: ast.expr) -> list[str]:
    """`Ticket.objects.filter(x).all` → ["Ticket", "objects", "filter", "all"]."""
    if isinstance(node, ast.Attribute):
        return [*_chain(node.value), node.attr]
    if isinstance(node, ast.Call):
        return _chain(node.func)
    return [node.id] if isinstance(node, ast.Name) else [""]


def _named_query_sets(scope: ast.AST) -> Iterator[str]:
    """Names in a scope to which a query set is given: `waiting = Ticket.objects.filter(…)`."""
    for node in ast.walk(scope):
        if isinstance(node, ast.Assign) and set(_chain(node.value)) & (QUERY_SETS | QUERY_METHODS):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))


def test_no_signals() -> None:
    nothing([str(found) for found in findings(signals, "src/**/*.py")])


def test_no_work_in_save() -> None:
    nothing([str(found) for found in findings(work_in_save, "src/entendu/parts/**/*.py", "src/entendu/doors/**/*.py")])


def test_only_actions_write() -> None:
    nothing(unexcused("writers", findings(writes, "src/**/*.py")))


@pytest.mark.parametrize(("text", "count"), [
    ("from django.db.models.signals import post_save", 1),
    ("from django.db.models import signals", 1),
    ("from django.dispatch import receiver", 1),
    ("import django.db.models.signals", 1),
    ("from allauth.account.signals import user_logged_in", 1),
    ("import signal", 0),
    ("from django.db import models", 0),
])
def test_signals(text: str, count: int) -> None:
    assert len(list(signals(File("a.py", text)))) == count


@pytest.mark.parametrize(("text", "count"), [
    ("class T(models.Model):\n    def save(self, **more): pass", 1),
    ("class T(models.Model):\n    async def adelete(self): pass", 1),
    ("class T(models.Model):\n    def saved_at(self): pass", 0),
    ("def save(ticket): pass", 0),
])
def test_overrides(text: str, count: int) -> None:
    assert len(list(work_in_save(File("a.py", text)))) == count


@pytest.mark.parametrize("line", [
    "ticket.save()", "ticket.save(update_fields=['state'])", "form.save()", "self.contact.save()",
    "await ticket.asave()",
    "Ticket.objects.create(number=1)", "await Ticket.objects.acreate(number=1)", "Ticket.objects.bulk_create(rows)",
    "Ticket.objects.filter(state='open').update(state='closed')", "Ticket.objects.all().delete()", "ticket.delete()",
    "person.ticket_set.create(number=1)", "waiting.get_or_create(number=1)", "ticket.entries.all().delete()",
    "entry.attachments.update(entry=None)",
    "waiting = Ticket.objects.filter(state='open')\n    waiting.update(state='closed')",
    "Ticket.objects.select_for_update().filter(pk=1).update(state='closed')",
])
def test_writes_are_found(line: str) -> None:
    text = f"def view(request):\n    {line}\n"
    text = text.replace("def", "async def") if "await" in line else text
    assert [found.place for found in writes(File("src/entendu/doors/web/views.py", text))] == [
        "src/entendu/doors/web/views.py::view"]


@pytest.mark.parametrize("line", [
    "headers.update(more)", "digest.update(b'')", "seen = {}\n    seen.update(a=1)", "request.session.save()",
    "client.delete('/closure')", "Ticket.objects.filter(state='open').count()", "default_storage.delete(name)",
    "client.post(url).json()", "tickets.create_ticket(person)", "context.update(ticket=ticket)",
])
def test_what_is_no_write(line: str) -> None:
    assert list(writes(File("src/entendu/doors/web/views.py", f"def view(request):\n    {line}\n"))) == []


@pytest.mark.parametrize("path", [
    "src/entendu/parts/tickets/actions.py", "src/entendu/parts/tickets/actions/drafts.py",
    "src/entendu/parts/tickets/migrations/0002_states.py",
])
def test_those_who_may_write(path: str) -> None:
    assert list(writes(File(path, "ticket.save()"))) == []
