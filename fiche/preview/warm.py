"""The press kept warm: after a file was saved, only what follows from it is done again.

Owns what is remembered between two looks at the files, and the choice between the two ways on: a text that has the same
header, links and citations as before is put in the place of the old one (`Press.retell`); everything else goes through
`clear` and `weave`. Both give what a build with the same policy would write. What has an error is shown as it last was.
"""

from __future__ import annotations

import gc
import re
import unicodedata
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from fiche import address, clock, dates, pipeline, theme
from fiche.checks.rule import Rule
from fiche.clear import clear
from fiche.executor import Serial
from fiche.ledger import open_ledger
from fiche.memo import Lost, Memo
from fiche.model import Desk, Head, Manuscript, Picture, Policy, Site, Source, Sources
from fiche.outputs import Artifact
from fiche.parse import SITE, Read, checked, desk_of, read_pictures, read_site, read_texts
from fiche.preview.margin import Margin, Remark
from fiche.problem import Problem, Severity, has_errors, in_order
from fiche.publication import Publication, pieces_of
from fiche.render import Press, setting_of
from fiche.retold import bodies, differ_in_words
from fiche.scan import Eyes, is_leftover, scan
from fiche.standing import Paths, Wishes
from fiche.status import Change, Held, overdue, withheld
from fiche.templates import reached
from fiche.theme import Templates
from fiche.value import Unreadable, Value, encode, replace
from fiche.weave import weave

P = TypeVar("P")

_TRIES = 5
"""Times that files at fault are shown as they were, or left out, before the whole is shown as it was."""
_HEADING = re.compile(r'<h[1-6][^<>]* id="([^"]*)"')
_TIDY = 500
"""Turns after which the memo is looked through: each save leaves what it said."""
_BEARABLE = frozenset({"picture-broken", "picture-ending", "picture-large"})
"""Errors with which pages can be shown all the same: a build stops at them, and here the rest of the day goes on."""
_PAGES = 64
"""Pages kept as they were made, the latest asked for."""


class Turn(Value, frozen=True):
    """What a look at the files led to."""

    number: int
    """Of the state shown: another one each time that a page may differ."""
    saved: tuple[str, ...] = ()
    """Files that are new or not as they were: `content/…`, `templates/…`."""
    gone: tuple[str, ...] = ()
    """Files that were there."""
    changed: bool = False
    """Whether pages or problems may differ."""
    statics: tuple[str, ...] = ()
    """Addresses of style sheets, scripts and attachments whose bytes changed."""
    quick: bool = False
    """Whether only texts were told anew."""
    heading: str = ""
    """Of one text that was saved: the id of the heading under which it changed first."""
    moved: tuple[tuple[str, str], ...] = ()
    """Addresses at which a page was, and where it is now; empty if nowhere."""


class Answer(Value, frozen=True):
    """One file of the site as it is shown now."""

    data: bytes
    origin: str = ""
    """The input file it mostly comes from; empty where there is none of its own."""
    fault: Problem | None = None
    """What kept it from being made anew: `data` is then what it last was, or empty."""


class Warm:
    """A publication, from its files to any of its pages. To be used by one thread."""

    def __init__(self, paths: Paths, wishes: Wishes, public: Wishes, *, now: Callable[[], datetime]) -> None:
        self.paths = paths
        self.number = 0
        self.problems: tuple[Problem, ...] = ()
        self.addresses: Mapping[str, str] = {}
        """Where the page of each file is."""
        self._wishes = wishes
        self._public = public
        self._now = now
        own = paths.own if paths.content.is_dir() else None
        self._memo = Memo(own / "memo.db" if own else None)
        self._margin = Margin(self._memo)
        self._eyes = Eyes(own, str(paths.content))
        self._press: Press | None = None
        self._policy: Policy | None = None
        self._desk: Desk | None = None
        self._site: Site | None = None
        self._files: dict[str, Source] = {}
        self._said: dict[str, Read] = {}
        """What each text says now."""
        self._shown: dict[str, Read] = {}
        """What each text said that is shown: where it has an error now, what it said before."""
        self._pictures: tuple[Picture, ...] = ()
        """Those that texts show, as they are or as they were; words alone that are other change none."""
        self._laid = False
        """Whether a press was made since the last rest."""
        self._tidied = 0
        self._odd: set[str] = set()
        """Files that could not be shown as they are."""
        self._themed: tuple[Templates, dict[str, str]] = (Templates((), (), ()), {})
        """Templates without a mistake, and what each reaches."""
        self._theme = self._themed[0]
        """Templates as they were last read."""
        self._themes_stood: tuple[object, ...] = ()
        """What the file system said of the folders of templates when they were last read."""
        self._faults: dict[str, tuple[Problem, ...]] = {}
        """What is wrong, by the stage that found it."""
        self._pages: OrderedDict[str, Answer] = OrderedDict()
        """Pages of this state."""
        self._good: OrderedDict[str, bytes] = OrderedDict()
        """Pages as they last were without a fault."""

    # ----------------------------------------------------------------------- looking at the files

    def turn(self, hints: Iterable[Path] | None = None, *, pool: Executor | None = None) -> Turn:
        """Look at some files again, at all without `hints`, and make what follows."""
        try:
            return self._turn(hints, pool or Serial())
        except Lost:  # the memo was damaged, or another build forgot what only this one needed
            self._forget()
            return self._turn(None, pool or Serial())

    def _forget(self) -> None:
        """Begin anew with nothing remembered, and a file for it that can be relied on."""
        self._memo.clear()
        self._memo.close()
        self._memo = Memo(self._memo.file)
        self._margin = Margin(self._memo)
        self._files, self._said, self._shown, self._press = {}, {}, {}, None

    def _turn(self, hints: Iterable[Path] | None, pool: Executor) -> Turn:
        named = None if hints is None else list(hints)
        before = self._files
        self._look(named)
        after = self._files
        saved = [path for path, source in after.items() if before.get(path) != source] if before is not after else []
        gone = [path for path in before if path not in after] if before is not after else []
        texts, statics = self._look_at_theme(named)
        wrong, stood, shown = self.problems, self.addresses, self._shown
        quick = self._settle(saved, gone, pool=pool)
        self._gather()
        changed = bool(saved or gone or texts or statics) or wrong != self.problems
        if changed:
            self._renew()
        media = [address.attachment(path) for path in saved if path not in self._said and path != SITE]
        return Turn(
            self.number,
            (*saved, *texts, *(f"templates/{name}" for name in statics)),
            tuple(gone),
            changed,
            (*statics, *media),
            quick,
            self._heading(shown, saved[0]) if len(saved) == 1 else "",
            tuple(self._moved(stood, before, saved, gone)),
        )

    def _gather(self) -> None:
        self.problems = in_order(problem for some in self._faults.values() for problem in some)

    def _renew(self) -> None:
        """Make every page anew when it is asked for."""
        self.number += 1
        self._pages.clear()
        self._margin.forget()

    def _heading(self, shown: Mapping[str, Read], path: str) -> str:
        """Return the id of the heading before the first difference between a text as it was shown and as it is."""
        old, new = (self._whole(reads.get(path)) for reads in (shown, self._shown))
        if not old or old == new:
            return ""
        same = next((at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), len(old))
        return next((id for id in reversed(_HEADING.findall(new[:same]))), "")

    def _whole(self, read: Read | None) -> str:
        """Return a text as all see it who may read it, with what stands in its holes as it is kept."""
        readings = read.manuscripts[0].readings if read and read.manuscripts else ()
        with suppress(Lost, *Unreadable):
            pieces = pieces_of(readings[-1].body.key, self._memo) if readings else ()
            return "".join(piece if isinstance(piece, str) else encode(piece).decode() for piece in pieces)
        return ""

    def _moved(
        self, stood: Mapping[str, str], before: Mapping[str, Source], saved: list[str], gone: list[str]
    ) -> Iterator[tuple[str, str]]:
        """Tell where the pages of these files went: a file that is gone lives on in one that has all its bytes."""
        now = self.addresses
        if stood is now:
            return
        by_bytes = {self._files[path].digest: path for path in saved if path not in before}
        heirs = {path: by_bytes.get(before[path].digest, "") for path in gone}
        there = set(now.values())
        for file, place in stood.items():
            if place not in there and (file in now or file in heirs):
                yield place, now.get(heirs.get(file, file), "")

    def _look(self, hints: list[Path] | None) -> None:
        """Look at the files of the content folder: at those named, or at all where that would not be enough."""
        known = None if hints is None else [self._known(file) for file in hints]
        if known is None or any(path == "" for path in known):
            found = scan(self.paths.content, eyes=self._eyes)
            self._faults["scan"] = found.problems
            files = {source.path: source for source in found.value.files}
            if files != self._files:
                self._files = files
            return
        fresh = {}
        for path in filter(None, known):
            source = self._eyes.again(self.paths.content, self._files[path])
            if source is None:
                self._look(None)
                return
            if source != self._files[path]:
                fresh[path] = source
        if fresh:
            self._files = self._files | fresh

    def _known(self, file: Path) -> str | None:
        """Return the path a file is known by; empty if it is not known; None if it is nothing that is read."""
        try:
            parts = file.relative_to(self.paths.content).parts
        except ValueError:
            return None
        if any(map(is_leftover, parts)):
            return None
        path = unicodedata.normalize("NFC", "/".join(("content", *parts)))
        return path if path in self._files else ""

    def _look_at_theme(self, hints: list[Path] | None) -> tuple[list[str], list[str]]:
        """Return the templates that changed, and the addresses of the static files that did."""
        if hints is not None and not any(file.is_relative_to(folder) for file in hints for folder in self.paths.themes):
            return [], []
        stands = theme.glance(self.paths.themes)
        if hints is None and stands == self._themes_stood:
            return [], []
        self._themes_stood = stands
        loaded = theme.load(self.paths.themes)
        was, now = self._theme, loaded.value
        self._theme = now
        self._faults["theme"] = loaded.problems
        texts = [f"templates/{name}" for name in sorted({name for name, _ in {*was.texts} ^ {*now.texts}})]
        statics = sorted({name for name, _, _ in {*was.static} ^ {*now.static}})
        if texts or statics or not self._themed[1]:
            compiled = reached(now, self._memo)
            self._faults["templates"] = compiled.problems
            if compiled.ok:
                self._themed = now, compiled.value
            elif statics:
                self._themed = replace(self._themed[0], static=now.static), self._themed[1]
            if self._press is not None:
                self._press.dress(*self._themed)
        return texts, statics

    # ----------------------------------------------------------------------- from files to a press

    def _settle(self, saved: list[str], gone: list[str], *, pool: Executor) -> bool:
        """Have the press show what the files say now. Say whether telling some texts anew was enough."""
        if self._press is not None and not (saved or gone):
            return False
        sources = Sources(str(self.paths.content), tuple(self._files.values()))
        if self._site is None or SITE in saved or SITE in gone:
            found = read_site(sources)
            self._faults["site"] = found.problems
            if found.value is None or has_errors(found.problems):
                if self._site is None:
                    self._faults["texts"] = self._faults["desk"] = ()
                    return False
            else:
                if self._site is not None and self._site.languages != found.value.languages:
                    self._shown = {}  # what was in a language that the site has no more cannot stay as it was
                self._site = found.value
                saved = [*self._files]  # every file may be read otherwise
        assert self._site is not None
        some = [self._files[path] for path in saved]
        fresh = read_texts(some, sources.root, self._site, pool=pool, memo=self._memo, many=pipeline.MANY)
        told = self._told(saved, gone, fresh)
        self._said = {path: read for path, read in (self._said | fresh).items() if path in self._files}
        self._faults["texts"] = tuple(problem for read in self._said.values() for problem in read.problems)
        if told is None or not self._retell(told):
            reads = (*self._said.values(), *self._shown.values())
            self._pictures = read_pictures(reads, sources.files, sources.root, pool=pool, memo=self._memo)
            self._lay_out({*saved, *gone})
            return False
        return True

    def _told(self, saved: list[str], gone: list[str], fresh: Mapping[str, Read]) -> dict[str, Read] | None:
        """Return the readings of files that say the same but for their texts; None if one does not.

        One with an error is none of them: it stays shown as it was.
        """
        if self._press is None or gone or set(saved) != set(fresh) or has_errors(self._faults["desk"]):
            return None
        told = {path: read for path, read in fresh.items() if not has_errors(read.problems)}
        known = all(path in self._shown for path in fresh)
        return told if known and all(differ_in_words(self._shown[path], told[path]) for path in told) else None

    def _retell(self, told: dict[str, Read]) -> bool:
        """Put new texts in the place of old ones; say whether that could be done."""
        assert self._press is not None
        assert self._policy is not None
        if not all(self._press.retell(path, body) for path, body in bodies(told, self._policy)):
            return False
        self._shown = self._shown | told
        self._desk = None
        if any(problem.place.path in told for problem in self._faults["desk"]):
            self._faults["desk"] = tuple(checked(self.desk()))  # they stand at other lines now
        self._faults["mentions"] = tuple(p for p in self._faults["mentions"] if p.place.path not in told)
        return True

    def desk(self) -> Desk:
        """Return all that is shown, as it was parsed. There must be settings."""
        if self._desk is None:
            assert self._site is not None
            self._desk = self._desk_of(self._shown)
        return self._desk

    def _desk_of(self, reads: Mapping[str, Read]) -> Desk:
        assert self._site is not None
        in_turn = (read for _, read in sorted(reads.items()))
        site = pipeline.wished(self._site, self._wishes)
        return desk_of(site, in_turn, self._files.values(), self._pictures)

    def _lay_out(self, turned: set[str]) -> None:
        """Lay out all that can be shown, and make a press of it. `turned` are the files that changed just now.

        A file that cannot be read stays as it was. Where files cannot stand together, those stay as they were that could
        not before; then those that changed and are named in what is wrong; if none is, those that changed just now; at
        last all that changed.
        """
        reads = {path: read for path, read in self._said.items() if not has_errors(read.problems)}
        reads |= {path: self._shown[path] for path in self._said.keys() - reads.keys() if path in self._shown}
        found: list[Problem] = []
        for _ in range(_TRIES):
            publication, problems = self._woven(reads)
            found += [problem for problem in problems if problem not in found]
            if publication is not None:
                self._odd = {path for path in _differing(self._said, reads) if path in self._said}
                self._shown = reads
                self._press = Press(setting_of(publication, *self._themed, str(self.paths.content)), self._memo)
                self.addresses = _addresses(publication)
                self._laid = True
                break
            changed = _differing(reads, self._shown)
            named = {problem.place.path for problem in problems if problem.severity is Severity.ERROR}
            undone = (self._odd - turned) & changed or named & changed or turned & changed or changed
            if not undone:
                break
            reads = {path: read for path, read in reads.items() if path not in undone}
            reads |= {path: read for path, read in self._shown.items() if path in undone}
        self._faults["desk"] = tuple(found)
        self._desk = None

    def _woven(self, reads: Mapping[str, Read]) -> tuple[Publication | None, list[Problem]]:
        """Return what these readings make together, or None, and what is wrong with that."""
        assert self._site is not None
        desk = self._desk_of(reads)
        problems = list(checked(desk))
        if has_errors(problem for problem in problems if problem.code not in _BEARABLE):
            return None, problems
        self._policy = pipeline.policy(desk.site, replace(self._wishes, now=self._now()))
        edition = clear(desk, self._policy)
        problems += edition.problems
        if not edition.ok:
            return None, problems
        woven = weave(edition.value, memo=self._memo)
        self._faults["mentions"] = woven.problems
        return woven.value, problems

    def until(self) -> datetime | None:
        """Return the moment before which the clock changes nothing; None where it never does."""
        if self._press is None or self._policy is None or self._wishes.as_of or self.desk().site.as_of:
            return None
        return clock.still(self.desk(), self._policy.now)[1]

    def tick(self) -> Turn:
        """Show what the clock has changed."""
        if self._press is None:
            return Turn(self.number, changed=True)
        try:
            self._lay_out(set())
        except Lost:
            self._forget()
            return self.turn()
        self._gather()
        self._renew()
        return Turn(self.number, changed=True)

    # ----------------------------------------------------------------------- pages

    @property
    def publication(self) -> Publication | None:
        """Return what is shown; None as long as nothing can be."""
        return self._press.setting.publication if self._press else None

    def page(self, path: str) -> Answer | None:
        """Return one file of the site; None if the site has no such file."""
        if path in self._pages:
            self._pages.move_to_end(path)
            return self._pages[path]
        shown = self._made(path)
        if shown is not None:
            _keep(self._pages, path, shown)
            if shown.fault is None:
                _keep(self._good, path, shown.data)
        return shown

    def _made(self, path: str) -> Answer | None:
        try:
            made = self._at(path)
        except Lost:
            self._forget()
            self.turn()
            made = self._at(path)
        if isinstance(made, Artifact):
            return Answer(made.data or b"", made.origin if made.origin in self._files else "")
        if made is None:
            return None
        return Answer(self._good.get(path, b""), fault=made)

    def _at(self, path: str) -> Artifact | Problem | None:
        return self._press.at(path) if self._press else None

    def remarks(self, path: str, rule: Rule) -> tuple[Remark, ...]:
        """Return what an editorial rule finds in a file that is shown."""
        if self._press is None or self._policy is None or path not in self._shown:
            return ()
        sources = Sources(str(self.paths.content), tuple(self._files.values()))
        day = self._policy.now.astimezone(dates.zone(self.desk().site.timezone)).date()
        with suppress(Lost):  # the next look at the files finds that out, and begins anew
            return self._margin.found(path, rule, self.desk(), day, sources)
        return ()

    def held(self, origin: str, path: str) -> tuple[Held, ...]:
        """Say what withholds the page at a path, which comes from a file, from the site's readers."""
        public = self.public
        if public is None:
            return ()
        found = (withheld(manuscript, public) for manuscript in self._behind(origin, path))
        return tuple(one for one in found if one is not None)

    def passages(self, origin: str, path: str) -> tuple[str, ...]:
        """Name the markings of passages shown here that the site's readers do not see."""
        public, own = self.public, self._policy
        if public is None or own is None:
            return ()
        markings = (one.marking for manuscript in self._behind(origin, path) for one in manuscript.readings)
        return tuple(sorted({one.label for one in markings if public.audience < one <= own.audience}))

    def _behind(self, origin: str, path: str) -> Iterator[Manuscript[Head]]:
        """Yield what a page shows of its file: a file may describe many actors."""
        manuscripts = self._shown[origin].manuscripts if origin in self._shown else ()
        for manuscript in manuscripts:
            if len(manuscripts) == 1 or manuscript.head.id in path.split("/"):
                yield manuscript

    @property
    def public(self) -> Policy | None:
        """Return the policy of the site's readers, now."""
        return pipeline.policy(self._site, replace(self._public, now=self._now())) if self._site else None

    def overdue(self) -> tuple[Change, ...]:
        """Return what readers should have seen by now if the site had been built then; nothing where none was built."""
        public = self.public
        standing = open_ledger(self.paths.own, self.paths.out).standing if self.paths.out.is_dir() else None
        return overdue(self.desk(), public, standing.until) if public and standing else ()

    def file_of(self, path: str) -> Path | None:
        """Return where an input file is, by the path that messages have; None if it is not one."""
        top, _, inner = path.partition("/")
        if top == "content":
            source = self._files.get(path)
            named = Path(*((source.real if source and source.real else path).split("/")[1:]))
            return _inside(self.paths.content, named)
        for folder in self.paths.themes:
            file = _inside(folder, Path(inner)) if top in {folder.name, "templates"} else None
            if file is not None and file.is_file():
                return file
        return None

    def rest(self) -> None:
        """Put what was found out into the file of the memo, where the next start finds it; forget what is of no use."""
        self._memo.flush()
        if self._laid:
            self._laid = False
            gc.collect()  # the tables of what was shown before know each other in circles
        if self.number >= self._tidied + _TIDY and self._press is not None and self._site is not None:
            self._tidied = self.number
            sources = Sources(str(self.paths.content), tuple(self._files.values()))
            templates, publication = self._themed[0], self._press.setting.publication
            self._memo.keep(
                pipeline.keys(self.desk(), self._site, sources, templates, publication), 2 * len(self._files)
            )

    def close(self) -> None:
        """Keep what was found out."""
        self._eyes.remember()
        self._memo.close()


def _addresses(publication: Publication) -> dict[str, str]:
    """Return where the page of each file is: of an actor or topic, that in the first language."""
    register = (("actors", publication.actors), ("topics", publication.topics))
    found = {
        known.file: f"{family}/{id}/" for family, entries in register for id, known in entries.items() if known.file
    }
    found |= {entry.file: entry.address for entry in publication.pages}
    return found | {entry.file: entry.address for entry in publication.entries}


def _differing(some: Mapping[str, Read], others: Mapping[str, Read]) -> set[str]:
    return {path for path in some.keys() | others.keys() if some.get(path) is not others.get(path)}


def _inside(folder: Path, inner: Path) -> Path | None:
    """Return a file of a folder, if that is where the path leads."""
    file = folder / inner
    return file if file.resolve().is_relative_to(folder.resolve()) else None


def _keep(pages: OrderedDict[str, P], path: str, page: P) -> None:
    pages[path] = page
    pages.move_to_end(path)
    if len(pages) > _PAGES:
        pages.popitem(last=False)
