"""Broken and strange files for law 6: bytes of real files, damaged; headers with any text in any field.

Owns how inputs are made, and what must hold of whatever is said of them. `test_law_6…` runs some in `make test`,
`test_fuzz` many in `make fuzz`.
"""

import json
import signal
import unicodedata
from contextlib import contextmanager
from pathlib import Path

from hypothesis import strategies as st

from fiche import forms, markup, names
from fiche.problem import Place

ROOT = Path(__file__).resolve().parents[2]

SITE = b"""\
title: {fr: La D\xc3\xa9p\xc3\xaache, en: The Dispatch}
base_url: https://press.example/base/
timezone: Europe/Paris
languages: [fr, en, ar]
"""

SPARSE = b"outputs: {archive: off, opml: off, not-found: off, sources: off}\n"


def sample(*kinds: str) -> dict[str, bytes]:
    """Read the files of the sample publication of some kinds, by path below `content/`."""
    top = ROOT / "content"
    found = [file for kind in kinds for file in sorted((top / kind).rglob("*")) if file.is_file()]
    return {file.relative_to(top).as_posix(): file.read_bytes() for file in found}


# --------------------------------------------------------------------------- damage

ODD = [
    "\x00", "\x01", "\x0b", "\x1b[31m", "\x7f", "\x85", "\xa0", "\xad", "\u061c", "\u200b", "\u200f", "\u2028", "\u2029",
    "\u202e", "\u2066", "\ufeff", "\ufffe", "\uffff", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U000e0041", "e\u0301",
    "ﬁ", "ß", "İ", "K", "ς", "ＲＥＤ", "\r", "\t", "\n\n", "\n---\n", "\n...\n", "---\n", "# ", " #", ": ", "- ", "? ", "| ",
    "> ", "* ", "&a ", "*a", "<<: *a\n", "!!python/object/apply:os.system [x]", "!!binary x", "%YAML 1.1\n", "@x", "`", "'",
    '"', '"\\ud800"', '"\\U00110000"', "{", "}", "[", "]", ",", "{{ 7 * 7 }}", "{% raw %}", "[[", "]]", "[[tlp:red]]",
    "[[/tlp]]", "[[kerry|", "[[topic:syrie]]", "[[brief:b0]]", "[[page:x]]", "[@", "[@depeche, p. 3]", "![x](", "](../../x.md)",
    "[x](javascript:alert(1))", "<script>", "<!--", "-->", "<![CDATA[", "<svg/onload=x>", "&#0;", "&nbsp;", "&amp;lt;", "]]>",
    "{: onclick=x }", "{: #id .c }", "[^1]", "[^1]: x", "*[HTML]: x", "    ", "> > > ", "1. ", "|a|b|\n|-|-|\n", "```\n", "~~~",
    "\n\n: x\n", "\\", "\\\\", "//", "../", "wzxhzdk:0", "\x02wzxhzdk:0\x03", "klzzwxh:0000", "~", "null", "no", "on", "12:30",
    "1e3", "0x1F", "010", "1_000", ".nan", "2016-02-30", "2016-08-24T25:00", "0000-01-01", "9999-12-31T23:59-12:00", "0001-01-01",
    "2016?", "TLP:RED", "TLP:WHITE", "draft", "withdrawn", "true", "x" * 300, "م" * 90, "漢" * 90,
]  # fmt: skip
"""Texts that have upset some reader of files, put into the middle of others."""

RUNS = [
    "[",
    "(",
    "*",
    "_",
    "`",
    "<",
    ">",
    "> ",
    "- ",
    "* ",
    "  ",
    "&",
    "![",
    "[^",
    "|",
    "#",
    "{",
    "<a ",
    "<![CDATA[",
    "[[",
    "\n- x",
    "\n> x",
    "é",
    "\n",
]

LINES = [
    "draft: true", "status: draft", "status:", "marking: TLP:RED", "marking: red", "embargo: 2016-02-30", "embargo: 2999-01-01",
    "expires: 2000-01-01", "withdrawn: {date: 2016-08-23, reason: x}", "title: no", "title:", "date: 2016-08", "date: [x]",
    "lang: en", "lang: xx", "id: b0", "id: ../x", "slug: con", "kind: flash", "kind: nothing", "number: -1", "thread: fil",
    "actors: kerry", "actors: [[x]]", "actors: {id: kerry}", "actors: [{id: lavrov, part: lead, note: x}]", "topics: [alep, x]",
    "topics: {a: b}", "sources: [depeche]", "sources: [{title: x}]", "image: {src: /media/carte.png, alt: a, credit: b, licence: c}",
    "image: x.png", "former_ids: [b0, old]", "redirects: [old.html, /a/b/, index.html]", "redirects: ['../x']", "per_page: 1",
    "languages: []", "timezone: Mars/Base", "base_url: /x", "outputs: {home: off}", "as_of: 2016-08-24", "html: trusted",
    "links: portable", "pictures: {widths: [2]}", "pictures: off", "parents: [syrie]", "parents: [alep]", "names: {}", "names: {fr: [{full: x, from: 2016}]}",
    "roles: [{title: x, org: kerry, start: 2016, end: 2015}]", "labels: x", "confidential: true", "nav: 1", "start: 2016~",
    "key_points: [a, b]", "corrections: [{date: 2016-08-24, kind: correction, text: x}]", "updated: 2016-08-24", "x: &a [*a]",
]  # fmt: skip
"""Lines of headers, right and wrong, to be put into any."""


@st.composite
def damaged(draw, files: dict[str, bytes], *, most: int = 4):
    """Draw a file of some and damage its bytes: return its path and what is left of it."""
    path = draw(st.sampled_from(sorted(files)))
    data = files[path]
    for _ in range(draw(st.integers(1, most))):
        data = _hurt(draw, data, files)
    return path, data


def _hurt(draw, data: bytes, files: dict[str, bytes]) -> bytes:
    way = draw(
        st.sampled_from(
            ["flip", "cut", "copy", "splice", "swap", "odd", "line", "drop", "value", "run", "indent", "end"]
        )
    )
    at = draw(st.integers(0, max(len(data), 1) - 1))
    if way == "flip":
        return data[:at] + bytes([draw(st.integers(0, 255))]) + data[at + 1 :]
    if way == "cut":
        return data[:at] + data[at + draw(st.integers(1, 200)) :]
    if way == "copy":
        part = data[at : at + draw(st.integers(1, 200))]
        return data[:at] + part * draw(st.integers(2, 8)) + data[at:]
    if way == "splice":
        other = files[draw(st.sampled_from(sorted(files)))]
        there = draw(st.integers(0, len(other)))
        return data[:at] + other[there : there + draw(st.integers(1, 400))] + data[at:]
    if way == "odd":
        return data[:at] + draw(st.sampled_from(ODD)).encode("utf-8", "surrogatepass") + data[at:]
    if way == "run":
        return data[:at] + draw(st.sampled_from(RUNS)).encode() * draw(st.sampled_from([2, 30, 300, 3000])) + data[at:]
    if way == "end":
        return data[:at]
    lines = data.split(b"\n")
    one, two = draw(st.integers(0, len(lines) - 1)), draw(st.integers(0, len(lines) - 1))
    if way == "swap":
        lines[one], lines[two] = lines[two], lines[one]
    elif way == "line":
        lines.insert(one, draw(st.sampled_from(LINES)).encode())
    elif way == "drop":
        del lines[one]
    elif way == "indent":
        lines[one] = b" " * draw(st.integers(1, 9)) + lines[one]
    else:
        key, colon, _ = lines[one].partition(b":")
        lines[one] = key + colon + b" " + draw(st.sampled_from(ODD)).encode("utf-8", "surrogatepass")
    return b"\n".join(lines)


# --------------------------------------------------------------------------- any text in any field


def is_allowed(text: str) -> bool:
    """Say whether a header may hold a text at all, so that most headers get as far as a page."""
    return bool(text.strip()) and not [
        c for c in text if unicodedata.category(c) in ("Cc", "Cs") or ord(c) & 0xFFFE == 0xFFFE
    ]


WORDS = [*ODD, "x", "Genève", "جنيف", "日内瓦", "Éric O’Neil", "<b>&amp;\"'", "-", "…", "a/b", "C# & co"]
wild = st.text(max_size=40) | st.lists(st.sampled_from(WORDS), max_size=6).map("".join)
tame = st.one_of(
    st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=40),
    st.sampled_from(WORDS),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map("".join),
).filter(is_allowed)
texts = st.integers(0, 19).flatmap(lambda turn: tame if turn else wild)


@st.composite
def headers(draw):
    """Draw a brief of right shape with any text in its fields; JSON is YAML, so that the header always parses."""
    fields: dict[str, object] = {
        "title": draw(texts),
        "date": draw(st.sampled_from(["2016-08-01", "2016-08-23T23:30+02:00"])),
    }
    for key, strategy in {
        "summary": texts,
        "dateline": texts,
        "series": texts,
        "sourcing_note": texts,
        "key_points": st.lists(texts, max_size=2),
        "gaps": st.lists(texts, max_size=2),
        "authors": st.lists(texts, max_size=2),
        "actors": st.lists(texts | st.fixed_dictionaries({"id": texts, "note": texts}), max_size=3),
        "topics": st.lists(texts, max_size=2),
        "sources": st.lists(st.fixed_dictionaries({"title": texts, "publisher": texts, "author": texts}), max_size=2),
        "slug": tame.map(names.slug) | texts,
        "thread": tame.map(names.slug) | texts,
        "redirects": st.lists(tame.map(names.slug) | texts, max_size=2),
        "image": st.fixed_dictionaries(
            {"src": st.just("/media/carte.png"), "alt": texts, "credit": texts, "licence": texts}
        ),
        "corrections": st.lists(
            st.fixed_dictionaries(
                {"date": st.just("2016-08-24"), "kind": st.just("update"), "text": texts, "was": texts}
            ),
            max_size=1,
        ),
    }.items():
        if draw(st.integers(0, 3)) == 0:
            fields[key] = draw(strategy)
    lines = [f"{key}: {json.dumps(value, ensure_ascii=draw(st.integers(0, 9)) == 0)}" for key, value in fields.items()]
    body = "\n\n".join(draw(st.lists(texts, max_size=3)))
    return "\n".join(["---", *lines, "---", body]).encode("utf-8", "surrogatepass")


LANGUAGES = st.sampled_from(["fr", "en", "ar", "ru", "zh-Hant"])
by_language = texts | st.dictionaries(LANGUAGES, texts, min_size=1, max_size=2)
DAYS = st.sampled_from(["2016", "2016-08", "2016-08-24", "2015~", "2016-08-24T10:00+02:00", "9998", "0001"])
known = st.sampled_from(["kerry", "lavrov", "alep", "syrie", "depeche", "JOHN KERRY"])
REGISTERS: dict[str, tuple[dict[str, object], dict[str, st.SearchStrategy]]] = {
    "actors": (
        {"kind": "person"},
        {
            "names": by_language
            | st.fixed_dictionaries(
                {"fr": st.fixed_dictionaries({"full": texts, "short": texts, "sort": texts, "from": DAYS})}
            ),
            "aliases": st.lists(texts, max_size=2),
            "roles": st.lists(
                st.fixed_dictionaries({"title": by_language, "org": texts | known, "start": DAYS, "note": texts}),
                max_size=2,
            ),
            "parent": known,
            "born": DAYS,
            "died": DAYS,
            "country": st.sampled_from(["US", ["FR", "CH"]]),
            "ids": st.dictionaries(st.sampled_from(["website", "x"]), texts | st.just("Q1"), max_size=2),
            "summary": by_language,
            "former_ids": st.lists(texts | known, max_size=1),
        },
    ),
    "topics": (
        {},
        {
            "labels": by_language,
            "aliases": st.lists(texts | known, max_size=2),
            "parents": st.lists(st.just("syrie") | known, max_size=2),
            "related": st.lists(st.just("syrie") | known, max_size=2),
            "scope": by_language,
            "state_of_play": by_language,
            "as_of": DAYS,
        },
    ),
    "sources": (
        {"id": "depeche"},
        {
            "title": by_language,
            "publisher": texts | known,
            "author": texts,
            "date": DAYS,
            "accessed": DAYS,
            "url": texts | st.just("https://example.org/?a=1&b=<2>#%zz"),
            "symbol": texts,
            "pages": texts,
            "descriptor": texts,
            "confidential": st.sampled_from(["true", "false", "yes"]),
        },
    ),
    "events": (
        {"id": "e"},
        {
            "title": by_language,
            "start": DAYS,
            "end": DAYS,
            "announced": DAYS,
            "place": by_language,
            "note": by_language,
            "actors": st.lists(texts | known, max_size=2),
            "topics": st.lists(texts | known, max_size=2),
        },
    ),
    "figures": (
        {"id": "f"},
        {
            "label": by_language,
            "unit": by_language,
            "scope": by_language,
            "topics": st.lists(texts | known, max_size=2),
        },
    ),
}


@st.composite
def records(draw):
    """Draw an entry of a register of right shape with any text in its fields."""
    kind = draw(st.sampled_from(sorted(REGISTERS)))
    fixed, fields = REGISTERS[kind]
    needed = {"actors": "names", "topics": "labels", "sources": "title", "events": "title", "figures": "label"}[kind]
    entry = dict(fixed)
    if kind == "events":
        entry["start"] = draw(DAYS)
    for key, strategy in fields.items():
        if key == needed or draw(st.integers(0, 2)) == 0:
            entry[key] = draw(strategy)
    lines = [f"{key}: {json.dumps(value, ensure_ascii=draw(st.integers(0, 9)) == 0)}" for key, value in entry.items()]
    name = {"sources": "s", "events": "e", "figures": "f"}.get(kind) or draw(st.sampled_from(["any", "kerry", "alep"]))
    if kind == "actors" and name != "any":
        name = "kerry"
    text = "\n".join(lines).replace('"true"', "true").replace('"false"', "false")
    if kind == "sources":
        text = "- " + text.replace("\n", "\n  ") + "\n- {id: journal, title: Un journal}\n"
    return f"{kind}/{name}.yaml", text.encode("utf-8", "surrogatepass")


# --------------------------------------------------------------------------- what must hold

_SITE = forms.read_site("content/site.yaml", SITE).value


class TooLong(Exception):
    """A file took more time than any file may."""


@contextmanager
def within(seconds: float):
    """Raise TooLong after so many seconds of processor time, so that a busy machine fails no test."""

    def stop(*_):
        raise TooLong(f"over {seconds} s of processor time")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def read_one(path: str, data: bytes):
    """Do with one file all that is done with it alone: read its fields, convert its body. Return the problems."""
    path = f"content/{path}"
    if path == "content/site.yaml":
        return list(forms.read_site(path, data).problems)
    if not forms.is_text(path):
        return []
    sheets = forms.read(path, data, _SITE)
    problems = list(sheets.problems)
    for sheet in sheets.value:
        voices = forms.voices(sheet.manuscript.head, _SITE)
        problems += markup.convert(sheet.text, place=Place(path, sheet.line), voices=voices).problems
    return problems


def check_said(problems, path: str, data: bytes) -> None:
    """Hold each problem to its form: a place inside its file, one sentence, printable."""
    lines = len(data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n"))
    for problem in problems:
        assert problem.place.path == f"content/{path}"
        assert 0 <= problem.place.line <= lines
        check_form(problem)


def check_form(problem) -> None:
    assert problem.place.path == "content" or problem.place.path.startswith("content/"), problem
    assert problem.what, problem
    assert not [c for c in problem.what if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")], problem
    assert problem.code.replace("-", "").isalpha(), problem
    assert "\n" not in problem.excerpt, problem
    str(problem).encode()
