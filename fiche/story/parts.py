"""The parts of a story: headline, dateline, agency, paragraphs, sentences."""

from __future__ import annotations

import re
from datetime import date

from fiche.story import plain
from fiche.story.days import days
from fiche.story.words import Words
from fiche.value import Value

TITLE_LIMIT = 200
SUMMARY_LIMIT = 600
"""Characters of the longest headline and summary that are proposed."""


class Parts(Value, frozen=True):
    """A story taken apart; all texts are words of it."""

    title: str
    paragraphs: tuple[str, ...]
    """Without the headline and the dateline."""
    place: str = ""
    agency: str = ""
    day: str = ""
    """The day of the dateline, in EDTF, where it has one."""
    day_words: str = ""


_AGENCIES = frozenset(
    "afp|ap|reuters|associated press|agence france-presse|dpa|efe|ansa|tass|tass.com|ria|ria novosti|interfax|xinhua|sana|"
    "anadolu|aa|ats|belga|kyodo|upi|bloomberg|тасс|риа новости|интерфакс|рейтер|франс пресс|رويترز|أ ف ب|ا ف ب|فرانس برس|د ب أ|"
    "الأناضول|سانا|وفا".split("|")
)


def is_wire(agency: str) -> bool:
    """Say whether a name is that of a news agency that is known here."""
    return " ".join(agency.lower().split()) in _AGENCIES


_DATELINE = re.compile(
    r"(?P<place>[^\W\d_][^()\n–—:;!?«»“”\"]{0,59}?)"
    r"(?:,\s*(?P<day>[^()\n–—:;!?«»“”\"]{2,40}?))?\.?"
    r"\s*(?:\((?P<agency>[^()\n]{2,40})\)|/(?P<slashed>[^/()\n]{2,40})/\.?)?"
    r"\s*(?P<dash>[–—]|(?<=[\s)])-{1,2}(?=\s)|(?<=/\.)|(?<=/)|(?<=\)):)\s*"
)
_FULL_STOP = re.compile(r"\.[»”\"')]*$")
"""What no headline ends with."""
_LAST = re.compile(r"[.!?…؟]+(?:[ \u00a0\u202f]?»|[”\"')])*(?=\s)")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(’'])(?:[^\W\d_]|M[Mm]e?s?|M[rs]s?|Dr|Pr|St|Ste|Lt|Gen|Gov|Sen|Rep|Sgt|Col|No|vs|г|ул|им)\.$"
)


def parts(text: str, words: Words, *, today: date) -> Parts | None:
    """Take a story apart; None if there is nothing in it. A year that the dateline does not say is the nearest to today."""
    found = plain.paragraphs(plain.clean(text))
    if not found:
        return None
    first, *rest = found
    dateline = _dateline(first, words, today)
    if dateline is None and rest and len(first) <= TITLE_LIMIT and not _FULL_STOP.search(first):
        title, paragraphs = first, rest
        dateline = _dateline(rest[0], words, today)
    else:
        paragraphs = list(found)
        title = ""
    place, agency, day, day_words = "", "", "", ""
    if dateline is not None:
        place, agency, day, day_words, length = dateline
        paragraphs[0] = paragraphs[0][length:]
    paragraphs = [paragraph for paragraph in paragraphs if paragraph]
    title = title or shortened(sentences(paragraphs[0])[0] if paragraphs else first, TITLE_LIMIT)
    return Parts(title, tuple(paragraphs), place, agency, day, day_words)


def _dateline(paragraph: str, words: Words, today: date) -> tuple[str, str, str, str, int] | None:
    """Return the place, agency and day that a paragraph begins with, and how long that is; None where it does not.

    A place before a dash is a dateline only if a day or agency stands beside it, or it is in capitals.
    """
    found = _DATELINE.match(paragraph[:200])
    if found is None or found.end() == len(paragraph):
        return None
    place, written = found["place"].strip(), found["day"] or ""
    agency = (found["agency"] or found["slashed"] or "").strip()
    there = days(written, words, today) if written else []
    if written and not there and not agency:
        return None
    dated = any(sign.isdecimal() for day in there for sign in day.words)
    if not (dated or agency or (len(place) > 2 and place == place.upper() != place.lower())):
        return None
    if written and not there:
        place = f"{place}, {written}"
    whole = [day for day in there if len(day.edtf) == 10][:1]
    return place, agency, whole[0].edtf if whole else "", whole[0].words if whole else "", found.end()


def sentences(paragraph: str) -> list[str]:
    """Cut a paragraph into sentences; an abbreviation or an initial ends none."""
    found: list[str] = []
    start = 0
    for match in _LAST.finditer(paragraph):
        after = paragraph[match.end() : match.end() + 4].lstrip()[:1]
        word = paragraph[max(start, match.end() - 12) : match.end()]
        if after == after.lower() != after.upper() or _ABBREVIATION.search(word):
            continue
        found.append(paragraph[start : match.end()].strip())
        start = match.end()
    return [*found, paragraph[start:].strip()] if paragraph[start:].strip() or not found else found


def shortened(text: str, limit: int) -> str:
    """Return a text, or its first words up to a limit."""
    if len(text) <= limit:
        return text
    return text[: limit + 1].rpartition(" ")[0] or text[:limit]
