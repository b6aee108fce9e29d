"""Places of a saved reply that are still to be filled in, and conditions that were pasted as they stand.

Braces in code, in addresses and in quotations are nobody's place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from entendu.core.wording import rules
from entendu.core.wording.findings import Finding, Severity
from entendu.core.wording.prose import Prose

# Words in braces that stand by themselves: "{day}", not "/users/{id}/", "${name}" or "f{x}(".
_OPEN = re.compile(
    r"(?<![\w$/={\[.\"])\{[^\W\d_](?:[\w ’'-]{0,60}\w)?\}(?![\w/=}(\"'\]])"
    r"|\[(?:if|si|dacă|daca) [^\[\]{}\n]{1,60}\]|\[(?:otherwise|sinon|altfel|end|fin|sfârșit|sfarsit)\]"
)


def findings(text: Prose, language: str) -> Iterator[Finding]:
    """Each of them as an error: nobody wants to receive it."""
    doubt = rules.of_the_product(language).head("placeholder").doubt
    for found in _OPEN.finditer(text.text):
        if not text.is_foreign(*found.span()):
            yield Finding("placeholder", *found.span(), doubt, Severity.ERROR, rule="placeholder")
