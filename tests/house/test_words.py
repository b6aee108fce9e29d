"""What is written beside the code: docstrings, a reason for each broad except, and nothing printed in passing."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.house.source import File, Finding, Function, findings, nothing, unexcused

EXPLAINED = ("src/entendu/core/**/*.py", "src/entendu/flows/**/*.py", "src/entendu/channels/**/*.py",
             "src/entendu/parts/*/actions.py", "src/entendu/parts/*/actions/*.py", "src/entendu/parts/*/queries.py")
BROAD = {"Exception", "BaseException"}


def unexplained_functions(file: File) -> Iterator[Finding]:
    """A public function of a module without a docstring."""
    for node in file.tree.body:
        if isinstance(node, Function) and not node.name.startswith("_") and not ast.get_docstring(node):
            yield Finding(file.path, node.lineno, f"{node.name} has no docstring", node.name)


def broad_excepts(file: File) -> Iterator[Finding]:
    """`except Exception` without a comment on that line, the line before or the first line inside that says why."""
    for node in ast.walk(file.tree):
        # What tidies up and raises again swallows nothing.
        raises = isinstance(node, ast.ExceptHandler) and isinstance(node.body[-1], ast.Raise)
        if isinstance(node, ast.ExceptHandler) and _is_broad(node.type) and not raises:
            around = range(node.lineno - 1, node.body[0].lineno + 1)
            comments = [file.comments[line] for line in around if line in file.comments]
            if not any(_is_reason(comment) for comment in comments):
                yield Finding(file.path, node.lineno, "catches everything and does not say why")


def _is_broad(caught: ast.expr | None) -> bool:
    if isinstance(caught, ast.Tuple):
        return any(_is_broad(one) for one in caught.elts)
    return caught is None or (isinstance(caught, ast.Name) and caught.id in BROAD)


def _is_reason(comment: str) -> bool:
    words = comment.lstrip("# ")
    return len(words.split()) >= 3 and not words.startswith(("noqa", "type:", "pragma"))


def prints(file: File) -> Iterator[Finding]:
    """print() outside the command line: a log, or a value, is meant."""
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"print", "pprint"}:
            yield Finding(file.path, node.lineno, "prints")


def test_docstrings() -> None:
    nothing(unexcused("docstrings", findings(unexplained_functions, *EXPLAINED)))


def test_broad_excepts() -> None:
    nothing([str(found) for found in findings(broad_excepts, "src/**/*.py", "tests/**/*.py", "tools/*.py")])


def test_prints() -> None:
    # The command line: its commands, and the composition root that starts them.
    allowed = ("src/entendu/doors/cli/**", "src/entendu/config/command.py", "src/entendu/config/prepare.py")
    nothing([str(found) for found in findings(prints, "src/**/*.py") if not File(found.path, "").matches(*allowed)])


@pytest.mark.parametrize(("text", "count"), [
    ("def f(): pass", 1), ("async def f(): pass", 1), ("def f():\n    'Says it.'", 0), ("def _f(): pass", 0),
    ("class A:\n    def f(self): pass", 0),
])
def test_unexplained_functions(text: str, count: int) -> None:
    assert len(list(unexplained_functions(File("a.py", text)))) == count


@pytest.mark.parametrize(("handler", "count"), [
    ("except Exception:\n    pass", 1),
    ("except:\n    pass", 1),
    ("except (ValueError, Exception):\n    pass", 1),
    ("except Exception:  # noqa: BLE001\n    pass", 1),
    ("except BaseException:  # why\n    pass", 1),
    ("except ValueError:\n    pass", 0),
    ("except BaseException:\n    close()\n    raise", 0),
    ("except Exception:  # a broken mail must not stop the others\n    pass", 0),
    ("except Exception:\n    # a broken mail must not stop the others\n    pass", 0),
])
def test_broad_excepts_need_a_reason(handler: str, count: int) -> None:
    assert len(list(broad_excepts(File("a.py", f"try:\n    f()\n{handler}\n")))) == count


@pytest.mark.parametrize(("text", "count"), [("print(1)", 1), ("log.info('print(1)')", 0), ("page.print()", 0)])
def test_printing(text: str, count: int) -> None:
    assert len(list(prints(File("a.py", text)))) == count
