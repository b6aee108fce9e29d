"""What the administrator decides outside the desk: ENTENDU_* variables, each described where it is read.

`docs/settings.md` lists the same; `tests/house/` fails when one is missing there.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


class BadSetting(ValueError):
    """A variable that cannot be used; its text is one sentence for the administrator."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One variable: its name, what it is when unset, and what it decides, in one sentence."""

    name: str
    default: str
    meaning: str

    def text(self) -> str:
        """The value as given, or the default."""
        return os.environ.get(self.name, self.default).strip()

    def number(self) -> int:
        """The value as a whole number; `BadSetting` when it is none."""
        try:
            return int(self.text())
        except ValueError:
            raise BadSetting(f"{self.name} is {self.text()!r}, which is no whole number; nothing was started; "
                             f"give a number such as {self.default}.") from None

    def words(self) -> list[str]:
        """The value as a list, split at commas."""
        return [word.strip() for word in self.text().split(",") if word.strip()]

    def is_on(self) -> bool:
        """True for 1, yes, on, true."""
        return self.text().lower() in {"1", "yes", "on", "true"}


DATA = Setting("ENTENDU_DATA", "./data", "The folder that holds the database, keys and dictionaries.")
DATABASE_URL = Setting("ENTENDU_DATABASE_URL", "", "PostgreSQL instead of SQLite: postgresql://user:password@host/name.")
URL = Setting("ENTENDU_URL", "",
              "The address at which people reach the desk, used in links; empty for where its pages are served.")
HOSTS = Setting("ENTENDU_HOSTS", "127.0.0.1,localhost,[::1]", "Host names under which the desk answers.")
LISTEN = Setting("ENTENDU_LISTEN", "127.0.0.1:8000", "Where the desk's pages are served.")
SMTP_LISTEN = Setting("ENTENDU_SMTP_LISTEN", "127.0.0.1:8025", "Where mail is taken in by SMTP; empty for nowhere.")
LMTP_LISTEN = Setting("ENTENDU_LMTP_LISTEN", "127.0.0.1:8024", "Where mail is taken in by LMTP; empty for nowhere.")
RELAY_LISTEN = Setting("ENTENDU_RELAY_LISTEN", "127.0.0.1:8026",
                       "Where systems of the company hand in their mail for contacts; empty for nowhere.")
RELAY_CERTIFICATE = Setting("ENTENDU_RELAY_CERTIFICATE", "",
                            "The certificate that the relay shows, a chain in PEM; without one it makes its own.")
RELAY_KEY = Setting("ENTENDU_RELAY_KEY", "", "The key of that certificate, in PEM.")
SMTP_OUT = Setting("ENTENDU_SMTP_OUT", "", "The outgoing mail server of mailboxes that have none of their own: "
                   "smtp://, smtp+starttls:// or smtps://user:password@host:port.")
MAIL_BYTES = Setting("ENTENDU_MAIL_BYTES", "36700160", "The largest message taken in, in bytes (35 MiB).")
ATTACHMENT_BYTES = Setting("ENTENDU_ATTACHMENT_BYTES", "20971520",
                           "The largest file sent with a reply, in bytes (20 MiB).")
UNDO_SECONDS = Setting("ENTENDU_UNDO_SECONDS", "10", "How long a reply can be taken back before it leaves.")
PROXY = Setting("ENTENDU_PROXY", "no", "yes when a reverse proxy in front sets X-Forwarded-Proto and X-Forwarded-For.")
LOG_LEVEL = Setting("ENTENDU_LOG_LEVEL", "INFO", "How much is logged: DEBUG, INFO, WARNING or ERROR.")
METRICS_TOKEN = Setting("ENTENDU_METRICS_TOKEN", "",
                        "When set, /metrics asks for it as a bearer token; else loopback only.")
DEMO = Setting("ENTENDU_DEMO", "yes", "yes fills an empty desk with the demonstration story at the first start.")

ALL = (DATA, DATABASE_URL, URL, HOSTS, LISTEN, SMTP_LISTEN, LMTP_LISTEN, RELAY_LISTEN, RELAY_CERTIFICATE, RELAY_KEY,
       SMTP_OUT, MAIL_BYTES, ATTACHMENT_BYTES, UNDO_SECONDS, PROXY, LOG_LEVEL, METRICS_TOKEN, DEMO)


def data_folder() -> Path:
    """The data folder, made when missing; readable by its owner alone."""
    folder = Path(DATA.text()).expanduser().resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise BadSetting(f"The data folder {folder} cannot be made ({error.strerror}); nothing was stored; "
                         f"set ENTENDU_DATA to a folder that you may write.") from None
    return folder


def url() -> str:
    """The address at which people reach the desk, without a slash at its end: `http://127.0.0.1:8000`."""
    return (URL.text() or f"http://{LISTEN.text() or LISTEN.default}").rstrip("/")


def serve_at(port: int) -> None:
    """The pages are served at this port of 127.0.0.1, whatever was set: for links too, and for what we start."""
    os.environ[LISTEN.name] = f"127.0.0.1:{port}"


def key(name: str) -> str:
    """A random secret kept in the data folder under keys/, made at first use.

    Two processes may start at once: the file is linked into place, so both read the one that won.
    """
    folder = data_folder() / "keys"
    folder.mkdir(exist_ok=True, mode=0o700)
    path = folder / name
    if not path.exists():
        draft = folder / f".{name}.{secrets.token_hex(8)}"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass  # another process was first; its key is the key
        finally:
            draft.unlink()
    return path.read_text().strip()


def database() -> dict[str, Any]:
    """Django's DATABASES["default"]: PostgreSQL when a URL is set, else SQLite in the data folder.

    SQLite keeps a rollback journal and no write-ahead log: docs/decisions/0003-sqlite-journal.md says why.
    """
    url = DATABASE_URL.text()
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": data_folder() / "entendu.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": "PRAGMA journal_mode=TRUNCATE; PRAGMA synchronous=FULL; "
                                "PRAGMA foreign_keys=ON; PRAGMA cache_size=-32000;",
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise BadSetting("ENTENDU_DATABASE_URL is no postgresql:// address with a database name; nothing was started; "
                         "write it as postgresql://user:password@host:5432/name.")
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    options["pool"] = {"min_size": 1, "max_size": 16, "timeout": 20}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or options.pop("host", "")),
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
    }


SCHEMES = {"smtp": ("none", 25), "smtp+starttls": ("starttls", 587), "smtps": ("tls", 465)}


@dataclass(frozen=True, slots=True)
class OutgoingServer:
    """A mail server that takes our messages; `security` is none, starttls or tls."""

    host: str
    port: int
    security: str
    username: str
    password: str


def outgoing_server() -> OutgoingServer | None:
    """The default server of ENTENDU_SMTP_OUT, or None when it is unset."""
    text = SMTP_OUT.text()
    if not text:
        return None
    parts = urlsplit(text)
    if parts.scheme not in SCHEMES or not parts.hostname:
        raise BadSetting("ENTENDU_SMTP_OUT is no address of a mail server; nothing was started; "
                         "write it as smtp+starttls://user:password@host:587.")
    security, port = SCHEMES[parts.scheme]
    return OutgoingServer(unquote(parts.hostname), parts.port or port, security,
                          unquote(parts.username or ""), unquote(parts.password or ""))


def address(setting: Setting) -> tuple[str, int] | None:
    """A listening address such as 127.0.0.1:8025 or [::1]:8025 as (host, port); None when the setting is empty."""
    text = setting.text()
    if not text:
        return None
    host, _, port = text.rpartition(":")
    if not host or not port.isdigit():
        raise BadSetting(f"{setting.name} is {text!r}, which is no address; nothing was started; "
                         f"write it as {setting.default}.")
    return host.strip("[]"), int(port)
