"""Editorial rules: what one is, and what becomes of what it finds.

Owns the settings of the site and the waivers of files: how grave a finding is, and whether it is told. What a rule finds is its
own module's business; which rules there are, `rules`'.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from fiche.checks.study import Ground, Study, spans
from fiche.model import Head, Manuscript
from fiche.problem import Place, Problem, Severity, Waived, did_you_mean, in_order, note, quoted, warning
from fiche.value import Value, replace

SETTINGS = "content/site.yaml"
_OFF = "off"
_SPAN = 256
"""Briefs whose texts are held at once."""


class Rule(Value, frozen=True):
    """A rule of the desk."""

    code: str
    family: str
    """M mentions, T time and roles, S evidence, J judgement and style, L languages, F freshness, O other hosts."""
    severity: Severity
    """How grave its findings are, where the site does not say."""
    finds: str
    """What it finds, in one sentence."""
    find: Callable[[Study], Iterator[Problem]]
    whole: bool = False
    """It looks at the desk as a whole; the others, at one brief after the other."""
    outside: bool = False
    """It goes by what other hosts answer today, so that what waives it is never idle."""


class Findings(Value, frozen=True):
    """What rules found."""

    problems: tuple[Problem, ...] = ()
    waived: tuple[Waived, ...] = ()


def judged(study: Study, rules: Sequence[Rule], every: Iterable[Rule] = ()) -> Findings:
    """Return what rules find in a study, as grave as the site says, and what of it is waived.

    `every` are all that settings and waivers may name; without it, those that are asked.
    """
    levels = dict(study.desk.site.checks)
    known = {rule.code for rule in (*rules, *every)}
    asked = [rule for rule in rules if levels.get(rule.code) != _OFF]
    problems = list(_strange_settings(study, levels, known))
    waived: set[Waived] = set()
    used: set[tuple[Place, str]] = set()
    for found in _found(study, asked):
        level = levels.get(found.code)
        told = replace(found, severity=Severity[level.upper()]) if level else found
        manuscript = _holder(told.place, study.ground)
        reasons = [waiver.reason for waiver in manuscript.waived if waiver.code == told.code] if manuscript else []
        if manuscript is not None and reasons:
            used.add((manuscript.place, told.code))
            waived.add(Waived(told, reasons[0]))
        else:
            problems.append(told)
    problems += _strange_waivers(study, known)
    problems += _idle_waivers(study, {rule.code for rule in asked if not rule.outside}, used)
    return Findings(in_order(problems), tuple(sorted(waived)))


def _found(study: Study, rules: Sequence[Rule]) -> Iterator[Problem]:
    for some in spans(study, _SPAN):
        yield from (problem for rule in rules if not rule.whole for problem in rule.find(some))
    yield from (problem for rule in rules if rule.whole for problem in rule.find(study))


def _holder(place: Place, ground: Ground) -> Manuscript[Head] | None:
    """Return the manuscript in which a place lies: in a file of several, the last that begins before it."""
    found = ground.files.get(place.path, ())
    return next((one for one in reversed(found) if one.place.line <= place.line), found[0] if found else None)


# --------------------------------------------------------------------------- what settings and waivers name


def _strange_settings(study: Study, levels: Iterable[str], known: set[str]) -> Iterator[Problem]:
    for code in levels:
        if code not in known:
            page = study.ground.page(SETTINGS)
            place = page.find(code) or Place(SETTINGS)
            yield warning(place, _strange(code, known), "unknown-rule", page.excerpt(place))


def _strange_waivers(study: Study, known: set[str]) -> Iterator[Problem]:
    for manuscript in _waiving(study):
        for waiver in manuscript.waived:
            if waiver.code not in known:
                place, excerpt = study.place(manuscript, waiver.code)
                yield warning(place, _strange(waiver.code, known), "unknown-rule", excerpt)


def _strange(code: str, known: set[str]) -> str:
    return f"there is no rule {quoted(code)}{did_you_mean(code, known) or '; “fiche check --rules” lists them'}"


def _idle_waivers(study: Study, asked: set[str], used: set[tuple[Place, str]]) -> Iterator[Problem]:
    for manuscript in _waiving(study):
        for waiver in manuscript.waived:
            if waiver.code in asked and (manuscript.place, waiver.code) not in used:
                place, excerpt = study.place(manuscript, waiver.code)
                what = f"{quoted(waiver.code)} is waived here, and finds nothing here; take the line out"
                yield note(place, what, "idle-waiver", excerpt)


def _waiving(study: Study) -> Iterator[Manuscript[Head]]:
    """Yield what has waivers: of a whole desk all files, else the briefs that are looked at."""
    looked_at = (one for some in study.ground.files.values() for one in some) if study.whole else iter(study.briefs)
    return (manuscript for manuscript in looked_at if manuscript.waived)
