"""Time: titles, names and deeds on a day, and days of the week.

Owns the rules of family T. Who held what when is `offices`' business, what dates are called `dates`'. A day before another where
it must not be, and a statement after its brief, are errors that every build tells (`forms`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from fiche import inflection, offices
from fiche.checks.study import Met, Study
from fiche.checks.wording import Wording
from fiche.dates import covers, iso_stamp, weekday_name
from fiche.model import ActorHead, ActorUse, BriefHead, Manuscript, Office, Stamp, statements_of
from fiche.names import fold
from fiche.offices import Line, Tenure
from fiche.problem import Place, Problem, note, quoted, warning
from fiche.recognise import Recogniser, Strength
from fiche.surface import BREAKS
from fiche.value import replace
from fiche.weekdays import months_in, weekdays_in

# --------------------------------------------------------------------------- titles beside names

_REACH = 90
"""Signs before and after a name in which its title is looked for."""
_MOST = 9
"""Words of the longest title."""
_FORMER = frozenset(
    "ex former then ancien ancienne anciens anciennes futur future alors outgoing late feu premier-ancien previous designate "
    "designe sortant sortante nouveau nouvelle incoming next prochain السابق سابقا سابق الاسبق حينها انذاك "
    "бывший бывшего бывшему "
    "бывшая тогдашний экс".split()
)
_FORMS_OF_ADDRESS = re.compile(r"(?:\b(?:M|Mr|Mrs|Ms|Mme|Dr|Sir)\.?|السيد|г-н)\s*$")
_WORDS = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*[’']?")
_APPOSED = re.compile(r"\s*[,،(]\s*(?:(?:le|la|the|l[’'])\s*)?(?=\w)")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def office_not_held(study: Study) -> Iterator[Problem]:
    """Tell of titles beside names whose bearers did not hold the office on the day of the brief, but did on another."""
    for brief in study.briefs:
        seen, day = study.wording(brief), _day(brief)
        for met in study.met(brief):
            if len(met.actors) != 1 or met.start >= seen.after:
                continue
            head = study.ground.actors[met.actors[0]].head
            found = _title_beside(seen, met, head) if head.roles else None
            if found is None:
                continue
            words, meant = found
            if any(covers(office.start, office.end, day) for office in meant) or _is_about_then(
                seen, met, meant, brief
            ):
                continue
            place, excerpt = study.where(brief, met.start, met.end)
            yield warning(place, _not_held(study, brief, head, words, meant), "office-not-held", excerpt)


def _title_beside(seen: Wording, met: Met, head: ActorHead) -> tuple[str, list[Office]] | None:
    """Return the title right before or after a name, and the offices of its bearer that it may mean."""
    before = re.split(f"[{BREAKS}]", seen.text[max(0, met.start - _REACH) : met.start])[-1]
    before = _FORMS_OF_ADDRESS.sub("", before)
    words = _words(before) if re.search(r"[\w’']\s*$", before) and not before.endswith(("’", "'")) else []
    for count in range(min(_MOST, len(words)), 0, -1):
        meant = _meant(words[-count:], head)
        if meant:
            return None if _is_past(words[:-count]) else (" ".join(words[-count:]), meant)
    apposed = _APPOSED.match(seen.text, met.end)
    if apposed is None:
        return None
    after = re.split(f"[{BREAKS},.;:()،]", seen.text[apposed.end() : apposed.end() + _REACH])[0]
    words = _words(after)
    for count in range(min(_MOST, len(words)), 1, -1):
        meant = _meant(words[:count], head)
        if meant:
            return None if _is_past(words[count : count + 1]) else (" ".join(words[:count]), meant)
    return None


def _words(text: str) -> list[str]:
    return [found[0] for found in _WORDS.finditer(text.replace("’", "’ ").replace("'", "' "))]


def _is_past(words: Sequence[str]) -> bool:
    """Say whether what stands at a title says that it is of another time."""
    return any(fold(word).strip("'") in _FORMER for word in words[-2:])


def _meant(words: Sequence[str], head: ActorHead) -> list[Office]:
    """Return the offices of an actor whose title begins like some words and has all of them, in their order."""
    said = [fold(word).rstrip("'") for word in words]
    return [office for office in head.roles if any(_fits(said, title, lang) for lang, title in office.title.pairs)]


def _fits(said: Sequence[str], title: str, lang: str) -> bool:
    for form in (title, *(inflection.forms(title) if lang == "ru" else ())):
        words = [fold(word).rstrip("'") for word in _words(form)]
        left = iter(words)
        if words and words[0] == said[0] and all(word in left for word in said):
            return True
    return False


def _is_about_then(seen: Wording, met: Met, meant: Sequence[Office], brief: Manuscript[BriefHead]) -> bool:
    """Say whether the paragraph of a name speaks of a time when the office was held: a year, or a month of the last twelve."""
    start = seen.text.rfind(BREAKS[0], 0, met.start) + 1
    end = seen.text.find(BREAKS[0], met.end)
    paragraph, day = seen.text[start : end if end >= 0 else None], _day(brief)
    years = {int(found[0]) for found in _YEAR.finditer(paragraph)} - {day.year}
    months = months_in(paragraph, brief.head.lang)
    then = {(year, month) for year in years for month in (1, 6, 12)}
    then |= {(day.year if month <= day.month else day.year - 1, month) for month in months}
    days = [date(year, month, number) for year, month in then for number in (1, 28)]
    return any(covers(office.start, office.end, day) for office in meant for day in days)


def _not_held(study: Study, brief: Manuscript[BriefHead], head: ActorHead, words: str, meant: Sequence[Office]) -> str:
    day, lang = _day(brief), brief.head.lang
    name = study.named(head, lang, day)
    when = " and ".join(_span(office) for office in meant)
    then = ""
    for line in study.ground.offices:
        if any(tenure.office in meant for tenure in line.tenures):
            holders = offices.on(line, day).holders
            then = (
                "; then it was " + " and ".join(quoted(_named(study, tenure, lang, day)) for tenure in holders)
                if holders
                else ""
            )
    return f"{quoted(name)} was not {quoted(words)} on {day}, but {when}{then}; mend the title, or say “former”"


def _span(office: Office) -> str:
    start = f"from {iso_stamp(office.start)}" if office.start else ""
    end = f"until {iso_stamp(office.end)}" if office.end else ""
    return " ".join(part for part in (start, end) if part) or "at a time that the register does not say"


def _named(study: Study, tenure: Tenure, lang: str, day: date) -> str:
    return study.named(study.ground.actors[tenure.actor].head, lang, day)


# --------------------------------------------------------------------------- the register in time


def no_office_that_day(study: Study) -> Iterator[Problem]:
    """Tell of persons listed in briefs between two of their offices, a time of which the register says nothing."""
    found: dict[tuple[str, date, date], list[Manuscript[BriefHead]]] = {}
    for brief in study.briefs:
        day = _day(brief)
        for actor in study.listed(brief):
            gap = _gap(study.ground.actors[actor].head.roles, day)
            if gap:
                found.setdefault((actor, *gap), []).append(brief)
    for (actor, since, until), briefs in sorted(found.items(), key=lambda row: row[0]):
        place, excerpt = study.field(study.ground.actors[actor], "roles")
        briefs.sort(key=lambda brief: (brief.head.date.instant, brief.place))
        listing = f"{briefs[0].place.path} lists" if len(briefs) == 1 else f"{len(briefs)} briefs list"
        what = (
            f"the register knows no office of {quoted(actor)} between {since} and {until}, when {listing} that actor; "
            "if one was held, add it"
        )
        yield note(place, what, "no-office-that-day", excerpt)


def _gap(roles: Sequence[Office], day: date) -> tuple[date, date] | None:
    """Return the end of the office before a day and the start of the one after it, if none covers it."""
    if any(covers(office.start, office.end, day) for office in roles):
        return None
    ends = [office.end.last for office in roles if office.end and office.end.last <= day]
    starts = [office.start.first for office in roles if office.start and office.start.first > day]
    return (max(ends), min(starts)) if ends and starts else None


_HELD_BY_MANY = frozenset(
    "deputy vice assistant associate member adviser advisor senator representative envoy ambassador spokesperson spokesman "
    "spokeswoman commissioner minister-counsellor undersecretary secretary-delegate co-chair governor judge "
    "adjoint adjointe membre conseiller conseillere senateur senatrice depute deputee porte-parole ambassadeur ambassadrice "
    "envoye envoyee representant representante commissaire vice-president vice-ministre sous-secretaire copresident juge "
    "delegue deleguee نائب عضو مستشار سفير مبعوث ممثل الناطق المتحدث заместитель член советник посол представитель".split()
)


def two_holders(study: Study) -> Iterator[Problem]:
    """Tell of offices that one person holds at a time and two held at once, by dates that are known."""
    for line in study.ground.offices:
        if not _HELD_BY_MANY.isdisjoint(word for title in line.titles for word in fold(title).split()):
            continue
        for one, other in offices.overlaps(line):
            if _is_known(one) and _is_known(other):
                yield _both(study, line, one, other)


def _is_known(tenure: Tenure) -> bool:
    stamps = [stamp for stamp in (tenure.office.start, tenure.office.end) if stamp]
    return tenure.office.start is not None and not any(stamp.uncertain or stamp.approximate for stamp in stamps)


def _both(study: Study, line: Line, one: Tenure, other: Tenure) -> Problem:
    place, excerpt = study.field(study.ground.actors[other.actor], "roles")
    what = (
        f"{quoted(line.titles[0])} is held by {one.actor} ({_span(one.office)}) and by {other.actor} ({_span(other.office)}) "
        "at once; mend the dates, or write acting: true"
    )
    return warning(place, what, "two-holders", excerpt)


def name_not_in_use(study: Study) -> Iterator[Problem]:
    """Tell of names that a brief uses before anybody bore them. Old names may be used ever after: nothing is said of those."""
    later = [name for name in study.ground.register.names if name.start and name.strength is not Strength.OTHER]
    recogniser = Recogniser([replace(name, start=None, end=None) for name in later])
    starts = {(name.actor, fold(name.text)): name.start for name in later}
    for brief in study.briefs if later else ():
        day = max(_day(brief), brief.head.updated.instant.date() if brief.head.updated else date.min)
        if all(start and start <= day for start in starts.values()):
            continue
        seen = study.wording(brief)
        met = [(one.start, one.end) for one in study.met(brief)]
        told: set[tuple[str, str]] = set()
        for one in recogniser.find(seen.text, lang=brief.head.lang, day=day, cast=frozenset(study.listed(brief))):
            words = seen.text[one.start : one.end]
            inside = any(start <= one.start and one.end <= end for start, end in met)
            for actor in one.actors if not inside else ():
                start = starts.get((actor, fold(words)))
                if start and start > day and (actor, fold(words)) not in told:
                    told.add((actor, fold(words)))
                    place, excerpt = study.where(brief, one.start, one.end)
                    then = study.named(study.ground.actors[actor].head, brief.head.lang, day)
                    what = f"{quoted(words)} is a name from {start} on, and this brief is of {day}; then it was {quoted(then)}"
                    yield warning(place, what, "name-not-in-use", excerpt)


_ACTING = frozenset({"lead", "speaker", "mediator"})


def acting_after_death(study: Study) -> Iterator[Problem]:
    """Tell of actors that act in a brief, by their part or by what they say, when they were dead or dissolved."""
    for brief in study.briefs:
        for name, place, stamp in _acts(brief):
            head = study.actor(name)
            ended = (head.died or head.dissolved) if head else None
            if head and ended and ended.last < stamp.first and not ended.uncertain:
                how = "died" if head.died else "was dissolved"
                what = f"{quoted(head.id)} {how} {iso_stamp(ended)}, and acts here on {stamp.first}; mend a date, or the part"
                yield warning(place, what, "acting-after-death", study.line(place))


def _acts(brief: Manuscript[BriefHead]) -> Iterator[tuple[str, Place, Stamp]]:
    """Yield who acts in a brief, where that is written, and when."""
    day = Stamp(_day(brief), _day(brief))
    uses: Iterator[ActorUse] = (use for use in brief.head.actors if use.part in _ACTING)
    yield from ((use.name, use.place, day) for use in uses)
    yield from ((one.speaker, one.place, one.date) for one in statements_of(brief) if one.speaker)


# --------------------------------------------------------------------------- days of the week

_NEAR = 120
"""Days from the brief within which a date without a year is meant."""


def wrong_weekday(study: Study) -> Iterator[Problem]:
    """Tell of dates in words whose weekday is another one; without a year, that nearest to the day of the brief is meant."""
    for brief in study.briefs:
        seen, lang = study.wording(brief), brief.head.lang
        for found in weekdays_in(seen.text, lang):
            day = found.on(_day(brief), within=_NEAR)
            if day is not None and day.weekday() != found.weekday:
                place, excerpt = study.where(brief, found.start, found.end)
                words = " ".join(seen.text[found.start : found.end].split())
                what = f"{quoted(words)}: {day} is a {weekday_name(day, lang)}; mend the day or the date"
                yield warning(place, what, "wrong-weekday", excerpt)


def _day(brief: Manuscript[BriefHead]) -> date:
    return brief.head.date.instant.date()
