"""Error codes in what customers write: numbers with a name before them, names of exceptions, and the codes' own shapes.

The error is sacred, so a doubtful code is rather shown than missed; what stands in quotation marks or in code counts
too, since that is where people put what their screen said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from entendu.core.wording.findings import Finding, Severity
from entendu.core.wording.prose import Prose

# "error", "alarm", "stop" … in the three languages, with what may stand between them and the code.
_NAMES = (
    r"(?:errors?|err|erreurs?|err?oare[a]?|erori|fehler|code|codes|codul|cod|alarm[ae]?|alarme|alarmă|fault|panne|d[ée]faut"
    r"|defec[tț]iune[a]?|stop|status|exit|errno|exception|bug\s?check|warning|avarie|mesajul|message)"
)
_BETWEEN = (
    r"(?:\s+(?:code|codes|number|no\.?|n[o°]\.?|nr\.?|d['’]ex[ée]cution|d['’]erreur|syst[eè]me|system|cod(?:ul)?|de|eroare|is"
    r"|was|est|este|e|numéro|num[aă]rul|status)){0,3}"
)
_SHAPES = rf"""
      \b0x[0-9A-Fa-f]{{2,16}}\b                                     # 0x80131904
    | \b(?i:{_NAMES}){_BETWEEN}\s*[:=]?\s*[\#'"«„“\[(]*\s?(?P<named>[A-Za-z]{{0,12}}[-_ ]?\d[\w.\-]{{0,15}}\b)
    | (?<!\w)\#\d{{3,6}}\b(?=\s*[-–:])                              # "#2002 - no such file"
    | \b[A-Z]{{2,10}}[-_]\d{{2,6}}[A-Z]?\b                          # ORA-00942, GW-1207
    | \b[a-z]{{2,5}}[-_]\d{{3,6}}\b                                # ora-00942, typed on a phone
    | \b[A-Z]{{2,10}}\d{{4,6}}\b                                    # CS0103, MSB3073
    | \b[EF][-\s]?\d{{1,4}}\b                                       # E12 on a boiler, F28 on an oven
    | \b(?:HTTP/?[\d.]*\s*)[1-5]\d\d\b                              # HTTP 502 (RFC 9110 §15)
    | \b[45]\d\d\s(?=(?i:bad\sgateway|not\sfound|internal|service\sun|forbidden|unauthor|gateway|too\smany))
    | \b[45]\d\d[\s-][45]\.\d{{1,2}}\.\d{{1,3}}\b                   # 550 5.1.1 (RFC 3463)
    | \bSQLSTATE\s?\[?\w{{5}}\]?                                    # SQLSTATE[HY000]
    | \b(?:[A-Z][A-Z0-9]+_)+[A-Z0-9]+\b                             # DNS_PROBE_FINISHED_NXDOMAIN
    | \bE(?:ACC|ADDR|AGAIN|BUSY|CONN|EXIST|HOST|INTEGRITY|INVAL|IO|ISDIR|LIFECYCLE|MFILE|NET|NO|NOT|PERM|PIPE|PROTO
        |RESOLVE|ROFS|TARGET|TIME|XDEV|UNSUPPORTED)[A-Z]*\b         # ECONNRESET (POSIX errno), EINTEGRITY (npm)
    | \b(?:[A-Za-z_]\w*\.)*[A-Z]\w+(?:Exception|Error|Fault)\b      # java.lang.NullPointerException
    | \b(?:[A-Z][a-z]+){{1,4}}(?:BackOff|Killed|Evicted|Err[A-Z]\w+|NotFound|Timeout|TimedOut)\b
    | \bOOMKilled\b | \bSIG(?:SEGV|KILL|ABRT|TERM|BUS)\b
    """
_TRACE = re.compile(
    r"Traceback \(most recent call last\)|^\s+at [\w$.<>]+\([^)\n]*\)|^\s+File \"[^\"\n]+\", line \d+|^Caused by: ",
    re.MULTILINE,
)
# What looks like a code and is not: currencies, standards, everyday capitals, months and rooms.
_NOT = re.compile(
    r"(?:(?:ISO|DIN|EN|NF|SR|RAL|USB|UTF|MP|COVID|RS|IP|IEEE|RFC|A|B|GMT|UTC|PDF)[-_ ]?|(?:jan|feb|mar|apr|may|june?"
    r"|july?|aug|sept?|oct|nov|dec|janv|fevr|mars|avril|mai|juin|juil|aout|ian|mart|iunie|iulie|iun|iul|noi|apt|room|flat|unit|suite"
    r"|lot|bloc|hall|gate|page|rue|vol|no|nr)[-_])\d+", re.IGNORECASE)


@cache
def _shapes() -> re.Pattern[str]:
    """Made when first asked for: who reads what we write needs none."""
    return re.compile(_SHAPES, re.VERBOSE)


def findings(text: Prose) -> Iterator[Finding]:
    """Each code once, where it first stands, and the first line of a stack trace (with value "trace")."""
    seen: set[str] = set()
    for found in _shapes().finditer(text.text):
        code = found["named"] or found.group()
        if code.casefold() not in seen and not _NOT.fullmatch(found.group().strip()):
            seen.add(code.casefold())
            yield Finding(
                "error-code", found.start(), found.end(), severity=Severity.HINT, value=code.strip(), rule="error-code"
            )
    trace = _TRACE.search(text.text)
    if trace:
        yield Finding(
            "error-code", trace.start(), trace.end(), severity=Severity.HINT, value="trace", rule="error-code"
        )
