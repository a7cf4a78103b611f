"""The archive: a page for every year, month and day that has briefs."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date

from fiche import address, dates, linked_data
from fiche.lens import Lens
from fiche.outputs import Page, part
from fiche.publication import Entry
from fiche.views.archive import ArchiveView, PeriodView
from fiche.views.page import AlternateView
from fiche.views.shared import Label, LinkView, ListingView

Period = tuple[int, ...]
"""(year,), (year, month) or (year, month, day); () is the whole archive."""


def orders(lens: Lens) -> Iterator[tuple[str, ...]]:
    """Name each period that has briefs, and the whole."""
    return ((key,) for key in _periods(lens))


def at(lens: Lens, path: str) -> Iterator[tuple[str, ...]]:
    """Name the period whose page, or one of whose pages, is at a path."""
    found = lens.matched(_PATH, path)
    if found and (key := found["period"].strip("/").replace("/", "-")) in _periods(lens):
        yield (key,)


_PATH = re.compile(r"archive/(?P<period>(\d{4}/(\d\d/(\d\d/)?)?)?)(page/\d+/)?index\.html")


def make(lens: Lens, key: str) -> Iterator[Page]:
    """Make the page, or pages, of one period: `2016-08`."""
    for each in lens.siblings.values():
        len(_periods(each))  # which periods there are stands on every page: before, after, and in other languages
    yield from lens.prepared("calendar", lambda: _Calendar(lens)).pages(_period(key))


def _periods(lens: Lens) -> Mapping[str, list[Entry]]:
    """Return the briefs of each day, month and year, and of the whole, whose key is empty."""
    return lens.prepared(
        "periods", lambda: lens.publication.table(f"{lens.lang}:periods", _found(lens), lens.publication.stamps)
    )


def _found(lens: Lens) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {"": []}
    for entry in lens.entries:
        iso = entry.head.date.instant.date().isoformat()
        for key in ("", iso[:4], iso[:7], iso):
            found.setdefault(key, []).append(entry)
    return dict(sorted(found.items()))


def _period(key: str) -> Period:
    return tuple(int(number) for number in key.split("-")) if key else ()


class _Calendar:
    """The periods of one language's archive and the briefs of each."""

    def __init__(self, lens: Lens) -> None:
        self.lens = lens
        self.found = _periods(lens)
        self.everywhere = {lang: _periods(each) for lang, each in lens.siblings.items()}
        self.inside: dict[Period, list[Period]] = defaultdict(list)
        self.alike: dict[int, list[Period]] = defaultdict(list)
        for period in map(_period, self.found):
            self.alike[len(period)].append(period)
            if period:
                self.inside[period[:-1]].append(period)

    def pages(self, period: Period) -> Iterator[Page]:
        """Make the page, or pages, of one period."""
        numbers = self.lens.pages_of(len(self.found[_iso(period)])) if period else 1
        for number in range(1, numbers + 1):
            yield self._page(period, number)

    def _page(self, period: Period, number: int) -> Page:
        lens = self.lens
        here = address.numbered(self._address(period), number)
        heading = self._label(period)
        crumbs = (lens.crumb("home", ""), *(self._link(period[:length]) for length in range(len(period))))
        page = lens.page_view(
            here,
            kind="archive",
            section="archive",
            title=heading,
            crumbs=crumbs,
            alternates=tuple(self._alternates(period, number)),
            feeds=lens.home_feeds(),
            json_ld=linked_data.crumbs((*crumbs, self._link(period)), lens),
        )
        view = ArchiveView(
            heading=heading,
            periods=tuple(self._period(inner, deep=not period) for inner in self._in_order(period)),
            newer=self._beside(period, 1),
            older=self._beside(period, -1),
            listing=self._listing(period, number),
        )
        return Page(here, "archive.html", (lens.site_part, part("page", page), part("archive", view)))

    def _alternates(self, period: Period, number: int) -> Iterator[AlternateView]:
        """Link to the period in each language; where that has no briefs of it, to the period around it.

        From a later page of a long list the way leads to the first: others may have fewer.
        """
        for lang, found in self.everywhere.items():
            nearest = next(period[:length] for length in range(len(period), -1, -1) if _iso(period[:length]) in found)
            first = address.prefix(self.lens.site, lang) + address.archive(*nearest)
            own = lang == self.lens.lang
            here = address.numbered(first, number) if own else first
            yield self.lens.alternate(lang, here, exact=own or (nearest == period and number == 1))

    def _listing(self, period: Period, number: int) -> ListingView | None:
        if not period:
            return None
        shown = [(entry, "") for entry in self.found[_iso(period)]]
        return self.lens.listing(self._address(period), shown, number, by="day")

    def _in_order(self, period: Period) -> list[Period]:
        """Years newest first, as on the top page; months and days as in a calendar."""
        return self.inside[period] if period else self.inside[period][::-1]

    def _period(self, period: Period, *, deep: bool) -> PeriodView:
        inner = tuple(self._period(month, deep=False) for month in self.inside[period]) if deep else ()
        return PeriodView(
            self._label(period, short=True), self._address(period), _iso(period), len(self.found[_iso(period)]), inner
        )

    def _beside(self, period: Period, step: int) -> LinkView | None:
        alike = self.alike[len(period)]
        at = alike.index(period) + step
        return self._link(alike[at]) if period and 0 <= at < len(alike) else None

    def _link(self, period: Period) -> LinkView:
        return LinkView(Label(self._label(period)), self._address(period))

    def _address(self, period: Period) -> str:
        return self.lens.root + address.archive(*period)

    def _label(self, period: Period, *, short: bool = False) -> str:
        lang = self.lens.lang
        if not period:
            return self.lens.say("archive")
        if len(period) == 1:
            return f"{period[0]}"
        if len(period) == 2:
            return dates.month_name(period[1], lang) if short else dates.month(period[0], period[1], lang)
        return f"{period[2]}" if short else dates.day(date(*period), lang)


def _iso(period: Period) -> str:
    return "-".join(f"{number:0{4 if at == 0 else 2}}" for at, number in enumerate(period))
