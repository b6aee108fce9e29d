"""The whole desk in one file and back, on the database that the tests run on; tests/long moves it between the two."""

from __future__ import annotations

import json
import stat
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from entendu.flows.installation import backup, provision
from entendu.flows.installation.backup import CannotRestore
from entendu.parts.staff.models import Member
from entendu.parts.tickets import queries
from entendu.parts.tickets.models import Entry, Tag, Ticket

# A backup is taken beside other transactions, so these tests commit.
pytestmark = pytest.mark.django_db(transaction=True)

NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with keys of its own: a restore writes them."""
    folder = tmp_path / "data"
    (folder / "keys").mkdir(parents=True)
    (folder / "keys" / "secrets").write_text("the key of this desk")
    monkeypatch.setattr(settings, "ENTENDU_DATA", folder)
    return folder


@pytest.fixture
def desk() -> None:
    provision.first_start(NOW, demo=True)


def everything() -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables that a backup holds."""
    tables = {}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label not in backup.LEFT_OUT_APPS and model not in backup.LEFT_OUT:
            rows = model._base_manager.order_by("pk").values_list()
            tables[model._meta.label] = [tuple(bytes(one) if isinstance(one, memoryview) else one for one in row)
                                         for row in rows]
    return tables


@pytest.mark.usefixtures("desk")
def test_everything_comes_back(tmp_path: Path, data: Path) -> None:
    before = everything()
    kept = backup.write(tmp_path / "desk.zip", NOW)
    assert kept.tickets == Ticket.objects.count() > 3
    assert kept.rows == sum(map(len, before.values()))
    Ticket.objects.update(subject="spoilt")
    Tag.objects.create(name="later")
    (data / "keys" / "secrets").write_text("another key")
    assert backup.restore(tmp_path / "desk.zip", replace=True) == kept
    assert everything() == before
    assert (data / "keys" / "secrets").read_text() == "the key of this desk"


@pytest.mark.usefixtures("desk")
def test_words_are_found_and_new_rows_get_new_numbers_after_a_restore(tmp_path: Path) -> None:
    word = Entry.objects.exclude(visible="").first().visible.split()[0].strip(",.!?")
    found = {hit.ticket.pk for hit in queries.search_tickets(queries.mailboxes(), word, 50)}
    backup.write(tmp_path / "desk.zip", NOW)
    backup.restore(tmp_path / "desk.zip", replace=True)
    assert {hit.ticket.pk for hit in queries.search_tickets(queries.mailboxes(), word, 50)} == found != set()
    last = Ticket.objects.order_by("-pk").first()
    new = Ticket.objects.create(mailbox=last.mailbox, contact=last.contact, created_at=NOW, last_at=NOW)
    assert new.pk > last.pk


@pytest.mark.usefixtures("desk")
def test_tickets_are_not_given_up_unasked(tmp_path: Path) -> None:
    backup.write(tmp_path / "desk.zip", NOW)
    before = everything()
    with pytest.raises(CannotRestore, match="holds tickets; nothing was changed"):
        backup.restore(tmp_path / "desk.zip", replace=False)
    assert everything() == before


@pytest.mark.usefixtures("desk")
def test_an_empty_desk_is_filled_without_asking(tmp_path: Path) -> None:
    kept = backup.write(tmp_path / "desk.zip", NOW)
    empty = tmp_path / "empty.zip"
    rewritten(tmp_path / "desk.zip", empty, {f"rows/{name}.jsonl": b"" for name in tables()}, {"rows": 0})
    backup.restore(empty, replace=True)
    assert not Member.objects.exists()
    assert backup.restore(tmp_path / "desk.zip", replace=False) == kept


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(("said", "words"), [
    ({"migrations": ["tickets.0001_initial"]}, "whose tables differ"),
    ({"form": 2}, "whose tables differ"),
    ({"rows": 1}, "says that it holds 1 rows"),
])
def test_a_backup_that_does_not_fit_changes_nothing(tmp_path: Path, said: dict[str, object], words: str) -> None:
    backup.write(tmp_path / "desk.zip", NOW)
    rewritten(tmp_path / "desk.zip", tmp_path / "odd.zip", {}, said)
    before = everything()
    with pytest.raises(CannotRestore, match=words):
        backup.restore(tmp_path / "odd.zip", replace=True)
    assert everything() == before


@pytest.mark.usefixtures("desk")
def test_a_damaged_row_changes_nothing(tmp_path: Path, data: Path) -> None:
    backup.write(tmp_path / "desk.zip", NOW)
    rewritten(tmp_path / "desk.zip", tmp_path / "odd.zip", {"rows/tickets.ticket.jsonl": b"[1, 2]\n"}, {})
    before = everything()
    (data / "keys" / "secrets").write_text("stays")
    with pytest.raises(CannotRestore, match="could not be restored"):
        backup.restore(tmp_path / "odd.zip", replace=True)
    assert everything() == before
    assert (data / "keys" / "secrets").read_text() == "stays"


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_backup(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "odd.zip").write_bytes(content)
    with pytest.raises(CannotRestore, match="the desk is as it was"):
        backup.restore(tmp_path / "odd.zip", replace=False)


def test_a_backup_is_its_owners_alone_and_whole_or_not_there(tmp_path: Path) -> None:
    place = tmp_path / "desk.zip"
    backup.write(place, NOW)
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    with pytest.raises(OSError, match="No such file"):
        backup.write(tmp_path / "nowhere" / "desk.zip", NOW)
    assert [one.name for one in tmp_path.iterdir() if one.suffix in {".zip", ".part"}] == ["desk.zip"]


def tables() -> list[str]:
    return [model._meta.label_lower for model in backup._tables()]


def rewritten(source: Path, target: Path, members: dict[str, bytes], said: dict[str, object]) -> None:
    """A copy of the archive with other contents here and there, and another manifest."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = members.get(name, old.read(name))
            if name == backup.MANIFEST:
                content = json.dumps(json.loads(content) | said).encode()
            new.writestr(name, content)
