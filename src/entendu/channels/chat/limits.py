"""How much one window may say. What is over the limit is not taken and not lost: the window sends it again later."""

from __future__ import annotations

from datetime import timedelta

# A person types a line in two or three seconds when excited; a program that writes thousands is told to wait.
LINES = 20
IN = timedelta(minutes=1)
LINES_A_DAY = 600
DAY = timedelta(days=1)
# New windows of one account: a shop on its best day.
VISITS = 200
VISITS_IN = timedelta(minutes=10)
# Without a sign of life for so long, nobody is there; pages of one site follow each other more quickly.
AWAY = timedelta(seconds=60)
NEXT_PAGE = timedelta(seconds=15)
# A line that nobody has looked at for so long goes on elsewhere, though the page is still open somewhere.
UNSEEN = timedelta(minutes=5)
# Characters; a longer text is sent in pieces by the window, or as a file.
LONGEST = 4000
FILES = 3
LONGEST_KEY = 40
LONGEST_NAME = 80
# Windows that hold a line open in one process; more are told to come back, and lose nothing but a moment.
OPEN = 2000


def wait(lately: int, today: int) -> int:
    """How many seconds a window has to wait that has written so many lines in the last minute and day; 0 for none."""
    if today >= LINES_A_DAY:
        return int(timedelta(hours=1).total_seconds())
    return int(IN.total_seconds()) if lately >= LINES else 0
