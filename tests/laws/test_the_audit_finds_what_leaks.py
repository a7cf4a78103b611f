"""The audit of an output: it finds nothing in what the pipeline makes, and whatever of withheld matter is put there by hand.

It judges the gate by the files alone; where the gate is broken it says so.
"""

import gzip
import io
import json
import unicodedata
import zipfile
from contextlib import contextmanager
from datetime import datetime
from html import escape
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiche import clear, pipeline
from fiche import theme as themes
from fiche.audit import opened
from fiche.audit import withheld as found_in
from fiche.compression import ENCODINGS, copies, packed
from fiche.executor import Serial
from fiche.fingerprint import fingerprinted
from fiche.model import Marking
from fiche.pictures.recipe import key_of
from fiche.pipeline import Paths, Wishes
from fiche.problem import Severity
from fiche.scan import scan
from tests.laws.secrets import AUDIENCES, KINDS, Secret, Whole, secrets
from tests.laws.sites import NOW, SITE, folder, public_briefs, theme
from tests.laws.test_law_3_non_interference import BRIEFS, LEAKS
from tests.pictures.drawn import told_picture


class Desk:
    """A publication that lies in a folder with its site, and its audit."""

    def __init__(self, home, audience="CLEAR"):
        self.paths = Paths(home / "content", home / "site", (theme(),))
        self.wishes = Wishes(now=datetime.fromisoformat(NOW), audience=Marking[audience])

    def build(self):
        done = pipeline.build(self.paths, self.wishes)
        assert [] == [str(problem) for problem in done.problems if problem.severity is Severity.ERROR]

    def audit(self):
        read = pipeline.read(self.paths, self.wishes)
        sources, templates = scan(self.paths.content).value, themes.load(self.paths.themes).value
        output = opened(self.paths.out, "site", read.desk.site.base_url)
        return list(found_in(output, read.desk, read.policy, sources, templates, pool=Serial()))


@contextmanager
def desk(whole, audience="CLEAR"):
    with folder({"site.yaml": SITE, **whole.files()}) as home:
        made = Desk(home, audience)
        made.build()
        yield made


def told(problems):
    return [str(problem) for problem in problems]


# --------------------------------------------------------------------------- no false alarm


def _nothing_is_found(briefs, hidden, audience):
    briefs = tuple({brief.path: brief for brief in briefs}.values())
    with desk(Whole(briefs, hidden, audience=audience), audience) as made:
        assert [] == told(made.audit())


@settings(max_examples=15)
@given(public_briefs(), st.lists(secrets(), max_size=8), st.sampled_from(AUDIENCES))
def test_nothing_is_found_in_what_the_pipeline_makes(briefs, hidden, audience):
    _nothing_is_found(briefs, hidden, audience)


@pytest.mark.fuzz
@settings(max_examples=2000)
@given(public_briefs(), st.lists(secrets(), max_size=12), st.sampled_from(AUDIENCES))
def test_nothing_is_found_in_two_thousand_publications(briefs, hidden, audience):
    _nothing_is_found(briefs, hidden, audience)


# --------------------------------------------------------------------------- what is found


@pytest.mark.parametrize("kind", KINDS)
def test_a_secret_of_every_kind_is_found_where_it_is_put(kind):
    whole = Whole(BRIEFS, [Secret(kind, number, number) for number in range(2)])
    with desk(whole) as made:
        assert [] == told(made.audit())
        page = made.paths.out / "index.html"
        page.write_text(page.read_text("utf-8").replace("</main>", f"<p>{whole._name}</p></main>"), "utf-8")
        (found, *_) = made.audit() or [None]

    assert found is not None
    assert "site/index.html" == found.place.path


WORDLESS = {"sources of relations"}
"""What leaks there is a day on which something is to end, and no word of anything: only law 3 can tell."""


@pytest.mark.parametrize("leak", sorted(LEAKS.keys() - WORDLESS))
def test_a_gate_that_leaks_is_caught(leak, monkeypatch):
    name, broken, kind = LEAKS[leak]
    hidden = [Secret(kind, gate, number) for gate, number in zip(range(10), range(10), strict=True)]
    monkeypatch.setattr(clear, name, broken)
    with desk(Whole(BRIEFS, hidden)) as made:
        assert made.audit()


# --------------------------------------------------------------------------- in every encoding

TITLE = "Œuvre d’été à Genève & “trêve”"
SENTENCE = "Le négociateur qatari a quitté l’hôtel avant l’aube, sans signer."
BRIEF = f"""---
title: {TITLE}
date: 2016-08-20
status: draft
actors: [Nadia Al-Qâsimî]
ednote: appeler le greffier demain matin
---
<!-- vérifier auprès de la concierge du palais -->
{SENTENCE} [[tlp:red]]Elle s’appelle Mouna Darwich et vit à Tunis.[[/tlp]]
"""


def _folded(text):
    """Fold a line as iCalendar does, at 75 octets, inside a letter's bytes where they fall."""
    data = f"BEGIN:VCALENDAR\r\nDESCRIPTION:{text}\r\n".encode()
    head, tail = data[:40], data[40:]
    return b"\r\n ".join([head, *(tail[at : at + 7] for at in range(0, len(tail), 7))])


def _zip(text):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", text)
    return packed.getvalue()


ENCODED = {
    "text.html": lambda text: f"<p>{escape(text)}</p>".encode(),
    "across tags.html": lambda text: f"<p>{' '.join(f'<em class=x>{escape(word)}</em>' for word in text.split())}</p>".encode(),
    "attribute.html": lambda text: f'<img src="a.png" alt="{escape(text)}">'.encode(),
    "numbers.html": lambda text: "".join(f"&#{ord(letter)};" for letter in text).encode(),
    "hexadecimal.html": lambda text: "".join(f"&#x{ord(letter):X};" for letter in text).encode(),
    "link.html": lambda text: f'<a href="https://x.example/?q={quote(text)}">x</a>'.encode(),
    "escaped.json": lambda text: json.dumps({"a": [text]}).encode(),
    "plain.json": lambda text: json.dumps({"a": [f"<p>{escape(text)}</p>"]}, ensure_ascii=False).encode(),
    "folded.ics": _folded,
    "feed.atom": lambda text: f"<feed><content type='html'>{escape(f'<p>{escape(text)}</p>')}</content></feed>".encode(),
    "drawing.svg": lambda text: f"<svg><text><tspan>{escape(text)}</tspan></text></svg>".encode(),
    "decomposed.txt": lambda text: unicodedata.normalize("NFD", text).encode(),
    "capitals.txt": lambda text: text.upper().encode(),
    "table.csv": lambda text: f'\ufeff1,"{text}"\r\n'.encode(),
    "page.html.gz": lambda text: gzip.compress(f"<p>{escape(text)}</p>".encode()),
    "page.html.br": lambda text: packed(f"<p>{escape(text)}</p>".encode(), "brotli"),
    "page.html.zst": lambda text: packed(f"<p>{escape(text)}</p>".encode(), "zstd"),
    "archive.zip": _zip,
    "utf-16.txt": lambda text: text.encode("utf-16"),
    "picture.jpg": lambda text: b"\xff\xd8\xff\xe1http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>" + escape(text).encode() + b"</x:xmpmeta>\xff\xd9",
    "script.js": lambda text: f"const a = {json.dumps(text)};".encode(),
    "comment.html": lambda text: f"<p>x</p><!-- {text} -->".encode(),
}  # fmt: skip
"""Ways in which words stand in a file."""

SECRETS = {
    "a title": TITLE,
    "a sentence": SENTENCE,
    "a name": "Nadia Al-Qâsimî",
    "a note": "appeler le greffier demain matin",
    "a comment": "vérifier auprès de la concierge du palais",
    "a passage": "Elle s’appelle Mouna Darwich et vit à Tunis.",
}


@pytest.fixture(scope="module")
def withheld():
    """A publication with a draft, built once; what a test adds to its site it takes away."""
    whole = Whole(BRIEFS, [])
    whole.others["briefs/secret-brief.fr.md"] = BRIEF
    whole.others["media/secret.png"] = told_picture("zqxsecret")
    with desk(whole) as made:
        assert [] == told(made.audit())
        yield made


@pytest.mark.parametrize("secret", SECRETS)
def test_withheld_words_are_found_in_every_encoding(secret, withheld, monkeypatch):
    monkeypatch.setattr("fiche.audit.leaks._TOLD", len(ENCODED))
    files = {name: withheld.paths.out / name for name in ENCODED}
    for name, file in files.items():
        file.write_bytes(ENCODED[name](SECRETS[secret]))
    try:
        found = [problem for problem in withheld.audit() if problem.code == "leak"]
    finally:
        for file in files.values():
            file.unlink()

    assert {f"site/{name}" for name in ENCODED} == {problem.place.path for problem in found}
    assert all("content/briefs/secret-brief.fr.md:" in problem.what for problem in found)
    assert not any(word in str(found) for word in ("Mouna", "Qâsimî", "qatari", "greffier", "concierge", "trêve"))


def test_a_file_that_is_named_for_what_is_withheld_is_found(withheld):
    file = withheld.paths.out / "secret-brief.png"
    file.write_bytes(b"x")
    try:
        assert ["leak"] == [problem.code for problem in withheld.audit()]
    finally:
        file.unlink()


def test_a_copy_of_a_picture_that_nothing_shown_uses_is_found_whatever_it_is_called(withheld):
    (source,) = (one for one in scan(withheld.paths.content).value.files if one.path == "content/media/secret.png")
    file = withheld.paths.out / fingerprinted("static/pictures/x.480.avif", key_of(source, "avif", 480))
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"x")
    try:
        ((code, what),) = [(problem.code, problem.what) for problem in withheld.audit()]
    finally:
        file.unlink()

    assert "leak" == code
    assert what.startswith("this is a copy of content/media/secret.png")


def test_a_copy_that_nobody_can_look_into_is_no_proof_of_innocence(withheld):
    file = withheld.paths.out / "index.html.br"
    file.write_bytes(b"\x0b\x02\x80x\x03")
    try:
        assert {"copy-differs", "leak-closed"} == {problem.code for problem in withheld.audit()}
    finally:
        file.unlink()


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_copy_that_says_more_than_its_file_is_found_with_what_it_says(encoding, withheld):
    page = withheld.paths.out / "index.html"
    (copy,) = (withheld.paths.out / path for path in copies("index.html", [encoding]).values())
    copy.write_bytes(packed(page.read_bytes() + SENTENCE.encode(), encoding))
    try:
        assert ["copy-differs", "leak"] == sorted(problem.code for problem in withheld.audit())
    finally:
        copy.unlink()
