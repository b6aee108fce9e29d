"""Structured logs: one JSON object a line on standard error; never a secret, never a message body."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime

# What the logging module puts on every record; everything else was given with `extra` and is ours to show.
STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class JsonLines(logging.Formatter):
    """`logger.info("delivered", extra={"delivery": 7})` becomes {"at", "level", "from", "event", "delivery"}."""

    def format(self, record: logging.LogRecord) -> str:
        """One line; values that are no JSON are written as text; a traceback stands under "trace"."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "event": record.getMessage(),
        }
        line |= {name: value for name, value in vars(record).items() if name not in STANDARD and name != "request"}
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)
