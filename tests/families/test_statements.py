"""Who said what: pages, data, offices of the day, and what may not be laid to anybody."""

import csv
import io
import json
import re

import pytest

from tests.laws.sites import SITE, press
from tests.preview.small import opened

STATEMENTS = """\
statements:
- {id: mot, speaker: kerry, on_behalf_of: ministere, text: We are close., lang: en, translations: {fr: Nous y sommes presque.}, source: depeche, topics: [alep], venue: Genève}
- {id: dit, speaker: John Kerry, date: 2016-08-19, form: paraphrase, text: "Il est prudent."}
- {id: tu, speaker: lavrov, attribution: background, descriptor: un diplomate européen, text: Rien de neuf., source: depeche}
- {id: cercle, speaker: lavrov, on_behalf_of: ministere, attribution: chatham, venue: Moscou, text: Il faudra du temps.}
"""
FILES = {
    "site.yaml": SITE,
    "actors/kerry.yaml": "kind: person\nnames: John Kerry\nroles: [{title: {fr: secrétaire d’État, en: Secretary of State}, start: 2013-02-01}]\n",
    "actors/lavrov.yaml": "kind: person\nnames: Sergueï Lavrov\n",
    "actors/ministere.yaml": "kind: organization\nnames: Ministère\n",
    "topics/syrie.yaml": "labels: {fr: Syrie, en: Syria}\n",
    "topics/alep.yaml": "labels: {fr: Alep, en: Aleppo}\nparents: [syrie]\n",
    "sources/s.yaml": "- {id: depeche, title: Une dépêche, kind: wire, url: 'https://example.org/depeche'}\n",
    "briefs/un.md": f"---\ntitle: Un accord\ndate: 2016-08-20\n{STATEMENTS}---\nTexte.\n",
}
PAGE = "briefs/2016/08/20/un/index.html"


@pytest.fixture(scope="module")
def tree():
    done = press(FILES)
    assert done.build.ok, done.build.problems
    return done.tree


def figures(page):
    found = re.findall(r'<figure class="statement [a-z-]*" id="([^"]*)">(.*?)</figure>', page.decode(), re.DOTALL)
    return {id: " ".join(re.sub(r"<[^<>]*>", " ", inner).split()) for id, inner in found}


def test_a_brief_shows_what_was_said_with_office_and_source(tree):
    shown = figures(tree[PAGE])
    assert ["statement-mot", "statement-dit", "statement-tu", "statement-cercle"] == list(shown)
    assert shown["statement-mot"].startswith(
        "Nous y sommes presque. We are close. John Kerry , secrétaire d’État pour Ministère"
    )
    assert "20 août 2016 · Genève · propos · traduction Source : Une dépêche" in shown["statement-mot"]


def test_only_the_speakers_own_words_are_a_quotation(tree):
    page = tree[PAGE].decode()
    assert re.search(r'id="statement-mot">\s*<blockquote>', page)
    assert not re.search(r'id="statement-dit">\s*<blockquote>', page)


def test_a_translation_is_marked_and_the_original_has_its_language(tree):
    assert '<span lang="en">We are close.</span>' in tree[PAGE].decode()
    english = press({**FILES, "briefs/un.md": FILES["briefs/un.md"].replace("title:", "lang: en\ntitle:")}).tree
    assert "Nous y sommes" not in english["en/briefs/2016/08/20/un/index.html"].decode()


def test_who_may_not_be_named_is_nowhere(tree):
    for path, data in tree.items():
        if path.startswith(("actors/lavrov", "en/actors/lavrov", "actors/ministere", "en/actors/ministere")):
            assert b"Rien de neuf" not in data, path
            assert b"Il faudra" not in data, path
    shown = figures(tree[PAGE])
    assert shown["statement-tu"] == "Rien de neuf. un diplomate européen 20 août 2016 · propos · source non nommée"
    assert (
        shown["statement-cercle"] == "Il faudra du temps. un participant 20 août 2016 · propos · règle de Chatham House"
    )
    rows = json.loads(tree["statements/statements.json"])["statements"]
    assert [(None, None, None)] * 2 == [
        (row["speaker"], row["on_behalf_of"], row["source"]) for row in rows if row["attribution"] != "on-record"
    ]
    who = tree[PAGE].decode().partition('<ul class="who">')[2]
    assert "Lavrov" not in who


def test_a_speaker_is_in_the_brief_as_speaker(tree):
    assert 'href="../../briefs/2016/08/20/un/"' in tree["actors/kerry/index.html"].decode()


def test_all_stand_on_one_page_the_latest_first_each_with_its_place(tree):
    assert ["un-mot", "un-tu", "un-cercle", "un-dit"] == list(figures(tree["statements/index.html"]))
    assert 'href="../briefs/2016/08/20/un/#statement-mot"' in tree["statements/index.html"].decode()


def test_a_speaker_and_a_topic_have_pages_of_their_own(tree):
    assert ["un-mot", "un-dit"] == list(figures(tree["actors/kerry/statements/index.html"]))
    assert ["un-mot"] == list(figures(tree["topics/syrie/statements/index.html"]))
    assert ["said-un-mot", "said-un-dit"] == list(figures(tree["actors/kerry/index.html"]))
    assert "actors/lavrov/statements/index.html" not in tree


def test_the_table_is_safe_for_a_spreadsheet_and_reads_back():
    risky = FILES["briefs/un.md"].replace('"Il est prudent."', '"=1+1, dit-il"')
    data = press({**FILES, "briefs/un.md": risky}).tree["statements/statements.csv"]
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))

    assert data.startswith(b"\xef\xbb\xbfid,date,speaker,")
    assert ["un-mot", "un-tu", "un-cercle", "un-dit"] == [row["id"] for row in rows]
    assert "'=1+1, dit-il" == rows[-1]["text"]
    assert ("Nous y sommes presque.", "secrétaire d’État", "alep") == (
        rows[0]["translation"], rows[0]["office"], rows[0]["topics"]
    )  # fmt: skip


def test_a_statement_of_a_later_day_or_of_a_withheld_speaker_is_withheld():
    later = FILES["briefs/un.md"].replace("date: 2016-08-20\n", "date: 2016-08-20\nupdated: 2016-08-20\n")
    assert "un-mot" in figures(press({**FILES, "briefs/un.md": later}).tree["statements/index.html"])
    hidden = {**FILES, "actors/kerry.yaml": FILES["actors/kerry.yaml"] + "status: draft\n"}
    assert ["un-tu", "un-cercle"] == list(figures(press(hidden).tree["statements/index.html"]))


def test_a_site_where_nobody_is_quoted_has_no_such_pages_and_they_can_be_switched_off():
    bare = press({**FILES, "briefs/un.md": "---\ntitle: Un\ndate: 2016-08-20\n---\n"}).tree
    off = press({**FILES, "site.yaml": SITE + "outputs: {statements: off}\n"}).tree
    for tree in (bare, off):
        assert [] == [path for path in tree if "statements" in path]
        assert "statements/" not in tree["index.html"].decode()
    assert "statement-mot" in off[PAGE].decode()


# --------------------------------------------------------------------------- in the text of a brief

TEXT = """\
Avant.

> Nous sommes "proches".
>
> — {speaker: kerry, on_behalf_of: ministere, date: 2016-08-19, source: depeche, topics: [alep]}

[[statement:mot]]

> Rien de plus.
> — {speaker: lavrov, attribution: background, descriptor: un diplomate, source: depeche}

> Rien de moins.
> — {speaker: lavrov, on_behalf_of: ministere, attribution: chatham, venue: Moscou, source: depeche}

Après.
"""
QUOTING = {**FILES, "briefs/un.md": FILES["briefs/un.md"].replace("Texte.\n", TEXT)}
PROCHES = "nous-sommes-proches"


@pytest.fixture(scope="module")
def quoting():
    done = press(QUOTING)
    assert done.build.ok, done.build.problems
    return done.tree


def test_a_quote_stands_in_the_text_and_the_others_below_it(quoting):
    body, rest = quoting[PAGE].decode().split('<section class="statements">')
    shown = figures(body.encode())

    assert [f"statement-{PROCHES}", "statement-mot", "statement-rien-de-plus", "statement-rien-de-moins"] == list(shown)
    assert ["statement-dit", "statement-tu", "statement-cercle"] == list(figures(rest.encode()))
    assert (
        "Nous sommes « proches ». John Kerry , secrétaire d’État pour Ministère "
        "19 août 2016 · propos Source : Une dépêche" == shown[f"statement-{PROCHES}"]
    )


def test_a_quote_is_on_every_list_of_statements(quoting):
    for path in ("statements", "actors/kerry/statements", "topics/syrie/statements"):
        assert f"un-{PROCHES}" in figures(quoting[f"{path}/index.html"]), path
    rows = json.loads(quoting["statements/statements.json"])["statements"]
    assert "kerry" in next(row["speaker"] for row in rows if row["id"] == f"un-{PROCHES}")
    assert 'href="../briefs/2016/08/20/un/#statement-nous' in quoting["statements/index.html"].decode()


def test_who_may_not_be_named_below_a_quote_is_nowhere(quoting):
    named = [path for path, data in quoting.items() if b"Lavrov" in data or b"Moscou" in data or b"lavrov" in data]

    assert all(path.removeprefix("en/").startswith(("actors/", "sitemap.xml", "feeds.opml")) for path in named), named
    assert b"Rien de" not in b"".join(quoting[path] for path in named)
    assert {"un diplomate", "un participant"} == {
        found[1]
        for id, text in figures(quoting[PAGE]).items()
        if (found := re.match(r"Rien de (?:plus|moins)\. (un \w+)", text))
    }


def test_feeds_and_data_have_quotes_as_plain_figures(quoting):
    feed = json.loads(quoting["feed.json"])["items"][0]["content_html"]
    data = json.loads(quoting["briefs/2016/08/20/un/index.json"])["html"]
    figure = (
        f'<figure id="statement-{PROCHES}">\n<blockquote>\n<p>Nous sommes «\u202fproches\u202f».</p>\n</blockquote>\n'
        '<figcaption>— <a href="https://press.example/base/actors/kerry/">John Kerry</a> · secrétaire d’État · '
    )

    assert figure in feed
    assert figure in data


def test_a_quote_of_somebody_withheld_stops_the_build_but_between_markers():
    hidden = {**QUOTING, "actors/kerry.yaml": FILES["actors/kerry.yaml"] + "status: draft\n"}
    told = [
        (problem.code, problem.place.line)
        for problem in press(hidden).build.problems
        if problem.code == "names-withheld"
    ]
    cut = TEXT.replace("> Nous", "[[tlp:amber]]\n> Nous").replace("[[statement:mot]]", "[[statement:mot]]\n[[/tlp]]")
    guarded = press({**hidden, "briefs/un.md": FILES["briefs/un.md"].replace("Texte.\n", cut)})

    assert [("names-withheld", 12), ("names-withheld", 16)] == told
    assert ["un-tu", "un-cercle", "un-rien-de-plus", "un-rien-de-moins"] == list(
        figures(guarded.tree["statements/index.html"])
    )


def test_speakers_and_sources_of_quotes_are_checked():
    wrong = TEXT.replace("speaker: kerry", "speaker: kerri").replace(
        "date: 2016-08-19, source: depeche", "source: depesche"
    )
    problems = press({**FILES, "briefs/un.md": FILES["briefs/un.md"].replace("Texte.\n", wrong)}).build.problems

    assert {("unlisted-actor", 14), ("unknown-source", 14)} == {(told.code, told.place.line) for told in problems}


def test_a_quote_counts_as_words_to_be_read(quoting):
    def words(text):
        data = press({**FILES, "briefs/un.md": FILES["briefs/un.md"].replace("Texte.\n", text)}).tree[PAGE].decode()
        return int(re.search(r'"wordCount":\s*(\d+)', data)[1])

    assert words("Un mot.") + 3 == words("Un mot.\n\n> Et trois autres.\n> — {speaker: kerry}")


def test_with_the_pages_of_statements_off_quotes_stand_in_the_text_all_the_same():
    off = press({**QUOTING, "site.yaml": SITE + "outputs: {statements: off, actors: off}\n"}).tree
    assert f"statement-{PROCHES}" in off[PAGE].decode()


# --------------------------------------------------------------------------- two speakers compared

SAID = """\
- {id: n%(n)s, speaker: %(who)s, date: 2016-08-%(day)02d, text: "Mot %(n)s.", topics: [%(topic)s]}
"""


def saying(*rows, more=""):
    """Return a publication in whose one brief these people say something on these topics, day after day."""
    said = "".join(SAID % {"n": n, "who": who, "day": n, "topic": topic} for n, (who, topic) in enumerate(rows, 1))
    return {
        **FILES,
        "briefs/un.md": f"---\ntitle: Un\ndate: 2016-08-20\nstatements:\n{said}---\n",
        "site.yaml": SITE + more,
    }


COMPARED = "topics/%s/statements/compare/kerry/lavrov/index.html"
TWO = (
    ("lavrov", "alep"),
    ("kerry", "alep"),
    ("kerry", "syrie"),
    ("lavrov", "alep"),
    ("kerry", "alep"),
    ("ministere", "alep"),
)


def test_two_who_said_more_than_one_thing_on_a_topic_stand_side_by_side():
    tree = press(saying(*TWO)).tree
    page = tree[COMPARED % "alep"].decode()

    assert [("one", "un-n5"), ("other", "un-n4"), ("one", "un-n2"), ("other", "un-n1")] == re.findall(
        r'<li class="(one|other)">\s*<figure [^<>]*id="([^"]*)"', page
    )
    assert ["John Kerry", "Sergueï Lavrov"] == re.findall(
        r'<span class="name"><a [^<>]*>([^<>]*)</a></span> <small>2 d', page
    )
    assert 4 == len(re.findall(r'<figcaption><span class="name"><a href="../../../../../../actors/', page))
    assert 'briefs/2016/08/20/un/#statement-n5"' in page


def test_it_is_linked_from_the_statements_on_the_topic_and_from_those_above_it():
    tree = press(saying(*TWO)).tree

    for topic in ("alep", "syrie"):
        assert COMPARED % topic in tree
        link = f'href="../../../topics/{topic}/statements/compare/kerry/lavrov/"'
        assert link in tree[f"topics/{topic}/statements/index.html"].decode()
    assert "compare/" not in tree["statements/index.html"].decode()


def test_nobody_is_compared_who_said_one_thing_or_may_not_be_named():
    hidden = saying(*TWO)
    hidden["briefs/un.md"] = hidden["briefs/un.md"].replace(
        "speaker: lavrov,", "speaker: lavrov, attribution: chatham,"
    )
    for files in (saying(*TWO[:3]), hidden):
        assert [] == [path for path in press(files).tree if "/compare/" in path]


def test_of_many_speakers_those_quoted_most_are_compared():
    rows = [(f"a{n}", "alep") for n in range(9) for _ in range(3 if n > 4 else 2)]
    tree = press(saying(*rows[:20])).tree
    found = {
        path.split("/compare/")[1].removesuffix("/index.html")
        for path in tree
        if path.startswith("topics/alep/statements/compare/")
    }

    assert 15 == len(found)
    assert {"a0", "a1", "a2", "a5", "a6", "a7"} == {one for pair in found for one in pair.split("/")}


def test_a_long_comparison_has_pages_and_links_the_others():
    tree = press(saying(*TWO, ("ministere", "alep"), more="per_page: 3\n")).tree
    second = (COMPARED % "alep").replace("index.html", "page/2/index.html")

    assert second in tree
    assert (COMPARED % "alep").replace("index.html", "page/3/index.html") not in tree
    assert 'statements/compare/kerry/ministere/"' in tree[second].decode()
    assert 'compare/kerry/lavrov/">John' not in tree[second].decode()


def test_a_language_that_compares_others_is_answered_by_the_topic():
    files = saying(*TWO)
    files["briefs/un.en.md"] = "---\ntitle: One\ndate: 2016-08-20\nlang: en\n---\n"
    tree = press(files).tree

    assert "en/" + COMPARED % "alep" not in tree
    assert re.search(r'href="(?:\.\./)+en/topics/alep/" hreflang="en"', tree[COMPARED % "alep"].decode())


def test_a_language_in_which_nobody_is_quoted_is_answered_by_what_the_list_is_about():
    tree = press({**FILES, "briefs/un.en.md": "---\ntitle: One\ndate: 2016-08-20\nlang: en\n---\n"}).tree

    assert not [path for path in tree if path.startswith("en/") and "statements/" in path]
    for page, instead in (("", ""), ("actors/kerry/", "actors/kerry/"), ("topics/alep/", "topics/alep/")):
        text = tree[f"{page}statements/index.html"].decode()
        assert re.search(rf'href="(?:\.\./)+en/{instead}" hreflang="en"', text), page
        assert "hreflang" not in text.partition("</head>")[0] or "en/" not in text.partition("</head>")[0], page


def test_the_desk_sees_what_a_brief_of_a_day_to_come_says_that_somebody_says():
    quote = "> Demain.\n>\n> — {speaker: kerry, id: demain}\n"
    text = f"---\ntitle: Un\ndate: 2016-08-26\nstatements: [{{speaker: kerry, text: Après.}}]\n---\n{quote}"
    with opened(
        {"site.yaml": SITE, "actors/kerry.yaml": "kind: person\nnames: John Kerry\n", "briefs/un.md": text}
    ) as desk:
        page = desk.page("briefs/2016/08/26/un/index.html").decode()

        assert [] == desk.codes
    assert "Demain." in page
    assert "Après." in page
