"""Texts that would take the Markdown engine minutes or all of its stack.

Owns the measured bounds beyond which a text is refused before the engine sees it. Every bound is far above what an honest
text holds, and every check takes time in proportion to the text.
"""

from __future__ import annotations

from fiche.markup.copy import Copy
from fiche.problem import Problem


def check(copy: Copy) -> list[Problem]:
    """Return what makes a text too large or too costly to convert."""
    problems: list[Problem] = []
    size = len(copy.text)
    if size > LARGEST:
        what = f"the text has {size:,} characters, over {LARGEST:,} of them are refused; divide it"
        problems.append(copy.error(0, what, "too-large"))
    elif size > LARGE:
        what = f"the text has {size:,} characters; readers and the build would be quicker with several texts"
        problems.append(copy.warning(0, what, "large"))
    return problems


LARGE = 1_000_000
"""Characters from which a text is remarked upon."""
LARGEST = 8_000_000
"""Characters from which it is refused."""
