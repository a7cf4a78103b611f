"""The draft of a brief from a story: its header and body, each value with the words it comes from."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import accumulate, islice

from fiche.model import ActorHead, Desk, TopicHead
from fiche.names import slug
from fiche.recognise import Found, Recogniser, Strength, Wanted, wanted_names
from fiche.scaffold import New
from fiche.story import plain
from fiche.story.days import days
from fiche.story.parts import SUMMARY_LIMIT, Parts, is_wire, parts, sentences
from fiche.story.quotes import LEAST_WORDS, Quote, quotes
from fiche.story.strangers import strangers
from fiche.story.words import Words, words
from fiche.value import Value

MOST = 60
"""Proposals of one kind at most: a header is short."""
_QUOTED = 12_000
"""Bytes of the quotations of one kind."""


class Draft(Value, frozen=True):
    """A file to be made, and what its editor should look at."""

    file: New
    told: tuple[str, ...]
    """What was found, in words."""
    unsure: tuple[str, ...] = ()


class _Story(Value, frozen=True):
    """A story and what is known to read it with."""

    parts: Parts
    lang: str
    words: Words
    day: date


def draft(text: str, desk: Desk, *, lang: str, today: date, day: date | None = None) -> Draft | None:
    """Make a draft of a brief from a story; None if there is nothing in it. `day` is that of the story, if it is known."""
    known = words(lang)
    found = parts(text, known, today=day or today)
    if found is None:
        return None
    on = day or (date.fromisoformat(found.day) if found.day else today)
    story = _Story(found, lang, known, on)
    names = _Names.of(story, desk)
    key = _free(slug(found.title), {id for m in desk.briefs for id in (m.head.id, m.head.slug, *m.head.former_ids)})
    source = _source_id(story, desk)
    said = [quote for paragraph, some in names.by_paragraph() for quote in quotes(paragraph, some, known)]
    header = [
        f"title: {_quoted(found.title)}",
        f"date: {on.isoformat()}{_of_date(story, given=day is not None)}",
        "status: draft      # take this line out to publish",
        *([f"dateline: {_quoted(found.place)}"] if found.place else []),
        *_summary(story),
        *names.actors(),
        *_topics(story, names, desk),
        *_sources(story, source),
        *_statements(said, source),
        *_days(story),
        *names.strangers(),
    ]
    body = "\n\n".join(map(plain.markdown, found.paragraphs))
    suffix = "" if lang == desk.site.language else f".{lang}"
    path = f"briefs/{on.year:04}/{on.isoformat()}-{key}{suffix}.md"
    return Draft(
        New(path, "\n".join(["---", *header, "---", body, ""])),
        tuple(_told(story, names, said)),
        tuple(names.unclear()),
    )


def _of_date(story: _Story, *, given: bool) -> str:
    if given:
        return ""
    return f"      # {_words(story.parts.day_words)}" if story.parts.day else "      # not in the text: today"


def _summary(story: _Story) -> list[str]:
    first = sentences(story.parts.paragraphs[0])[0] if story.parts.paragraphs else ""
    if not first or first == story.parts.title or len(first) > SUMMARY_LIMIT:
        return ["# summary: the bottom line, in one to three sentences"]
    return [f"summary: {_quoted(first)}      # the first sentence"]


# --------------------------------------------------------------------------- actors


class _Names(Value, frozen=True):
    """The actors recognised in a story."""

    story: _Story
    texts: tuple[str, ...]
    """The headline and the paragraphs."""
    whole: tuple[Found, ...]
    """In all of them, put together."""

    @classmethod
    def of(cls, story: _Story, desk: Desk) -> _Names:
        heads: Iterable[ActorHead] = (manuscript.head for manuscript in desk.actors)
        recogniser = Recogniser(sorted((name for head in heads for name in wanted_names(head)), key=_order))
        texts = (story.parts.title, *story.parts.paragraphs)
        return cls(story, texts, tuple(recogniser.find(_BREAK.join(texts), lang=story.lang, day=story.day)))

    @property
    def found(self) -> Iterator[tuple[Found, ...]]:
        """Yield the names in each text, by their places there."""
        start = 0
        for text in self.texts:
            inside = (one for one in self.whole if start <= one.start < start + len(text))
            yield tuple(one._replace(start=one.start - start, end=one.end - start) for one in inside)
            start += len(text) + len(_BREAK)

    def by_paragraph(self) -> Iterator[tuple[str, tuple[Found, ...]]]:
        """Yield each paragraph with the names in it."""
        yield from islice(zip(self.texts, self.found, strict=True), 1, None)

    def spelt(self) -> Iterator[tuple[Found, str]]:
        """Yield each name with the words it was met in."""
        for text, some in zip(self.texts, self.found, strict=True):
            yield from ((one, text[one.start : one.end]) for one in some)

    def strong(self) -> dict[str, list[str]]:
        """Return the actors the story names without a doubt, in its order, with the spellings of each."""
        sure = {one.actors[0] for one, _ in self.spelt() if one.strength is Strength.STRONG and len(one.actors) == 1}
        found: dict[str, list[str]] = {}
        for one, spelling in self.spelt():
            if len(one.actors) == 1 and one.actors[0] in sure and spelling not in found.setdefault(one.actors[0], []):
                found[one.actors[0]].append(spelling)
        return dict(list(found.items())[:MOST])

    def actors(self) -> Iterator[str]:
        """Yield the lines that name them."""
        strong = self.strong()
        yield "actors:" if strong else "actors: []"
        for id, spellings in strong.items():
            yield f"  - {{id: {_id(id)}}}      # {_words(*spellings)}"
        for line in self.unclear():
            yield f"  # {line}"

    def unclear(self) -> list[str]:
        """Say which names may mean several actors."""
        several = {spelling: one.actors for one, spelling in self.spelt() if len(one.actors) > 1}
        return [
            f"{_words(spelling)} may mean {' or '.join(actors)}" for spelling, actors in list(several.items())[:MOST]
        ]

    def strangers(self) -> Iterator[str]:
        """Yield comments on names that nobody of the register bears."""
        known = [spelling for _, spelling in self.spelt()]
        for name, times in strangers(self.texts[1:], known, self.story.words)[:MOST]:
            yield f"# no actor file: {_words(name)}{f' ({times} times)' if times > 1 else ''}"


_BREAK = "\x1d"


def _order(name: Wanted) -> tuple[str, str, str, int]:
    return name.actor, name.text, name.lang, name.strength


# --------------------------------------------------------------------------- topics, sources, days


def _topics(story: _Story, names: _Names, desk: Desk) -> Iterator[str]:
    """Yield the topics whose labels stand in the story, those first that do so most; not as part of an actor's name."""
    heads: Iterable[TopicHead] = (manuscript.head for manuscript in desk.topics)
    register = [
        Wanted(head.id, text, Strength.STRONG, lang.partition("-")[0].lower(), case=False)
        for head in heads
        for lang, text in (*head.labels.pairs, *(("", alias) for alias in head.aliases))
    ]
    whole = _BREAK.join(names.texts)
    met: dict[str, list[str]] = {}
    for one in Recogniser(sorted(register, key=_order)).find(whole, lang=story.lang, day=story.day):
        for id in () if _is_part(one, names.whole) else one.actors:
            met.setdefault(id, []).append(whole[one.start : one.end])
    ranked = sorted(met.items(), key=lambda pair: -len(pair[1]))
    yield "topics:" if ranked else "topics: []"
    for id, spellings in ranked[:MOST]:
        yield f"  - {_quoted(id)}      # {_words(*dict.fromkeys(spellings))}"


def _is_part(one: Found, names: Sequence[Found]) -> bool:
    """Say whether a name, of those in the same text in its order, is longer than words that stand in it."""
    at = bisect_right(names, one.start, key=lambda name: name.start) - 1
    return at >= 0 and one.end <= names[at].end and names[at].end - names[at].start > one.end - one.start


def _source_id(story: _Story, desk: Desk) -> str:
    """Return an id for the agency's story that no source has yet; empty where the story names no agency."""
    if not story.parts.agency:
        return ""
    return _free(f"{slug(story.parts.agency)}-{story.day.isoformat()}", {m.head.id for m in desk.references})


def _sources(story: _Story, id: str) -> Iterator[str]:
    if not id:
        return
    kind = ", kind: wire" if is_wire(story.parts.agency) else ""
    title, publisher = _quoted(story.parts.title), _quoted(story.parts.agency)
    yield "sources:"
    yield f"  - {{id: {id}, title: {title}, publisher: {publisher}, date: {story.day.isoformat()}{kind}}}"


def _days(story: _Story) -> Iterator[str]:
    met = days("\n".join((story.parts.title, *story.parts.paragraphs)), story.words, story.day)
    if met:
        yield f"# days in the text, seen from {story.day.isoformat()}:"
    for one in met[:MOST]:
        yield f"#   {_words(one.words)}: {one.edtf}"


# --------------------------------------------------------------------------- statements


def _statements(said: Sequence[Quote], source: str) -> Iterator[str]:
    """Yield the quotations: with their speaker where the text says who, else as comments."""
    sure = _first([quote for quote in said if _is_sure(quote)])
    yield from ["statements:"] if sure else []
    for quote in sure:
        yield f"  # to be confirmed: {_words(quote.evidence)}"
        yield f"  - speaker: {_id(quote.speaker)}"
        yield f"    text: {_quoted(quote.text)}"
        yield from [f"    source: {source}"] if source else []
    unsure = _first([quote for quote in said if not _is_sure(quote)])
    yield from ["# quoted in the text, and not clear by whom; to be put under “statements:”"] if unsure else []
    for quote in unsure:
        near = f"      # nearest: {quote.nearest}" if quote.nearest else ""
        yield f"#  - speaker: {quote.speaker}{near}".rstrip()
        yield f"#    text: {_quoted(quote.text)}"


def _first(said: list[Quote]) -> list[Quote]:
    """Return as many quotations as a header has room for."""
    sizes = accumulate(len(quote.text.encode()) for quote in said)
    return [quote for quote, size in zip(said[:MOST], sizes, strict=False) if size <= _QUOTED]


def _is_sure(quote: Quote) -> bool:
    return bool(quote.speaker) and len(quote.text.split()) >= LEAST_WORDS


# --------------------------------------------------------------------------- words of the report


def _told(story: _Story, names: _Names, said: Sequence[Quote]) -> Iterator[str]:
    sure = sum(map(_is_sure, said))
    yield f"language {story.lang}, {story.day.isoformat()}{f', {story.parts.place}' if story.parts.place else ''}"
    yield f"{_counted(len(names.strong()), 'actor')}, {_counted(len(list(names.strangers())), 'name')} without a file"
    yield f"{_counted(sure, 'statement')} to be confirmed, {_counted(len(said) - sure, 'quotation')} whose speaker is not clear"


def _counted(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


# --------------------------------------------------------------------------- how it is written


def _free(id: str, taken: set[str]) -> str:
    """Return an id, with a number behind it if there is such a one."""
    number, free = 1, id
    while free in taken:
        number += 1
        free = f"{id}-{number}"
    return free


def _id(id: str) -> str:
    return _quoted(id) if id in {"null", "true", "false"} else id


def _quoted(text: str) -> str:
    """Write a text as a double-quoted YAML scalar, which JSON's strings are."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False)


def _words(*texts: str) -> str:
    """Quote words of the text in a comment."""
    return ", ".join(f"“{' '.join(text.split())}”" for text in texts)
