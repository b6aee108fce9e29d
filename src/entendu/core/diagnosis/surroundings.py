"""Steps and environment as customers tell them in their letters: what developers ask for first, and was often said."""

from __future__ import annotations

import re
from collections.abc import Iterable

MOST = 12
_STEP = re.compile(r"^\s*(?:\(?\d{1,2}[.):]\s*|[-–*•]\s+)(\S.*)$")
# Systems and programs in which a customer of ours may be; with what stands for their version behind them.
_PLACES = re.compile(
    r"""\b(?:
        (?:Microsoft\s)?Windows(?:\s(?:Server|XP|Vista|7|8(?:\.1)?|10|11|20\d\d))* | mac\s?OS(?:\s[A-Z]\w+)? | OS\sX
      | iOS | iPadOS | iPhone(?:\s\d+)? | iPad | Android | HarmonyOS | Linux | Ubuntu | Debian | Fedora | Red\sHat
      | CentOS | Chrome(?:\sOS)? | Chromium | Firefox | Safari | (?:Microsoft\s)?Edge | Opera | Brave
      | Samsung\sInternet | Internet\sExplorer | Outlook | Thunderbird | Excel | Word | LibreOffice | Gmail
      | PHP | Python | Node(?:\.js)? | Java | Ruby | \.NET | Docker | Kubernetes | nginx | Apache | IIS
      | PostgreSQL | MySQL | MariaDB | SQL\sServer | Oracle | MongoDB | Redis | SQLite
      | WordPress | WooCommerce | Shopify | PrestaShop | Magento | Drupal | Joomla
    )(?:[\s,/]{1,2}(?:version\s|versiunea\s|v\.?\s?)?\d+(?:\.\d+){0,4}[a-z]?\b)?(?!\w)""",
    re.VERBOSE,
)
_VERSION = re.compile(
    r"\b(?:(?:v|ver)\.?\s?|(?:version|versiunea|release|build|la\sversion)\s)\d+(?:\.\d+){0,4}(?:[-+][\w.]+)?\b",
    re.IGNORECASE)


def steps_in(texts: Iterable[str]) -> tuple[str, ...]:
    """The first list of at least two lines in these texts, oldest first: people number what they did. At most 12."""
    for text in texts:
        run: list[str] = []
        for line in [*text.splitlines(), ""]:
            found = _STEP.match(line)
            if found:
                run.append(found[1].strip())
            elif len(run) > 1:
                return tuple(run[:MOST])
            elif line.strip():
                run = []
    return ()


def environment_in(texts: Iterable[str]) -> tuple[str, ...]:
    """Systems, programs and versions that these texts name, in their order, each once; the fuller where one names the
    other as well ("Firefox 128" and not "Firefox"). At most twelve."""
    found: dict[str, str] = {}
    for text in texts:
        for pattern in (_PLACES, _VERSION):
            for match in pattern.finditer(text):
                words = " ".join(match[0].split())
                found.setdefault(words.casefold(), words)
    said = list(found)
    return tuple(found[one] for one in said if not any(other.startswith(f"{one} ") for other in said))[:MOST]
