"""What is said of a figure fits together: it has a label and one unit, editions agree, and a text that prints it can."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from fiche.checks.references import figures_of
from fiche.figures import described, told, valueless
from fiche.model import Desk, Head, Manuscript, Reported, Stamp, Texts
from fiche.problem import Problem, did_you_mean, error, quoted, warning

_EVER = date.max
"""The day of texts that have none: what they print is asked of the clock, when it is known."""


def figures_are_described(desk: Desk) -> Iterator[Problem]:
    """Warn of figures that have neither a file nor a label, and of briefs that count in another unit."""
    heads = {m.head.id: m.head for m in desk.figures}
    reports: dict[str, list[Reported]] = defaultdict(list)
    for manuscript in desk.briefs:
        for one in manuscript.head.figures:
            reports[one.id].append(one)
    for id, given in sorted(reports.items()):
        head = heads.get(id) or described(id, given)
        if id not in heads and not any(one.label for one in given):
            near = did_you_mean(id, heads) or f"; give it a “label”, or describe it in “content/figures/{id}.yaml”"
            yield warning(given[0].place, f"no file describes the figure {quoted(id)}{near}", "unlisted-figure")
        for one in given:
            other = _other_unit(one.unit, head.unit)
            if other:
                what = f"elsewhere {quoted(id)} counts {quoted(other)}; use one unit, or make it a figure of its own"
                yield warning(one.place, what, "figure-unit")


def _other_unit(own: Texts, common: Texts) -> str:
    """Return what a figure is counted in elsewhere in a language, if that is another unit."""
    said = dict(own.pairs)
    return next((text for lang, text in common.pairs if lang in said and said[lang] != text), "")


def editions_count_alike(desk: Desk) -> Iterator[Problem]:
    """Warn of editions of a brief that give other values of a figure."""
    first: dict[tuple[str, str, Stamp, str], tuple[Manuscript[Head], Reported]] = {}
    for manuscript in sorted(desk.briefs, key=lambda m: m.place.path):
        for one in manuscript.head.figures:
            key = (manuscript.head.id, one.id, one.amount.as_of, one.amount.source)
            other, was = first.setdefault(key, (manuscript, one))
            if _sizes(was) != _sizes(one):
                what = f"the edition in {other.place.path} gives another value of {quoted(one.id)}; check both"
                yield warning(one.place, what, "edition-figure")


def _sizes(one: Reported) -> tuple[object, ...]:
    return one.amount.value, one.amount.low, one.amount.high


def printed_figures_have_values(desk: Desk) -> Iterator[Problem]:
    """Report places of texts that print a figure of which nothing was known on the day of the text."""
    heads, briefs = (m.head for m in desk.figures), (m.head for m in desk.briefs)
    rows, known = told(heads, briefs, desk.site.languages), figures_of(desk)
    written: tuple[Manuscript[Head], ...] = (*desk.briefs, *desk.actors, *desk.topics, *desk.pages)
    for manuscript in written:
        for reading in manuscript.readings[-1:]:
            for mention, id in valueless(reading.body, manuscript.head, rows, _EVER):
                if id in known:
                    what = f"no value of {quoted(id)} was known on the day of this text"
                    advice = f"give one in the header, or write [[figure:{id}|words]]"
                    yield error(mention.place, f"{what}; {advice}", "no-value", mention.excerpt)
