"""Feeds that readers can read: valid, whole, absolute, and quiet unless the author says that something changed."""

import json
import re
from datetime import datetime
from pathlib import Path

import feedparser
import jsonschema
import pytest
from lxml import etree, html

from fiche.families import feeds
from fiche.model import BriefHead, Site, Texts, When

HERE = Path(__file__).parent
ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
JSON_FEED = json.loads((HERE / "jsonfeed-1.1.json").read_text("utf-8"))
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
TAG = re.compile(r"tag:[a-z0-9.-]+,\d{4}(-\d\d(-\d\d)?)?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?%]+")

GENEVA = """\
---
title: Kerry & Lavrov à <Genève> ]]> bientôt
date: 2016-08-24T22:10+02:00
as_of: 2016-08-24T21:00+02:00
summary: Washington & Moscou se verront.
key_points: [Une trêve < fragile, Alep]
gaps: [Le lieu]
actors: [{id: kerry, part: lead}, Elizabeth Trudeau]
topics: [alep]
authors: [Anne Noël, B. Petit]
sources:
  - {id: dep, title: Dépêche, publisher: Agence, date: 2016-08, url: "https://wire.example/a?b=1&c=2"}
  - {id: ami, title: Secret, confidential: true, descriptor: un diplomate, url: "https://secret.example/"}
corrections:
  - {date: 2016-08-25T10:00+02:00, kind: correction, text: Le lieu était faux., was: Vienne}
image: {src: carte.svg, alt: Carte d’« Alep », credit: Nous, licence: CC BY}
---
[[kerry|Le chef]] parle [@dep, p. 3] de [Genève](2016-08-23-alep.fr.md), puis [[kerry]] encore[^1]. 🕊 [note](#fn)

![plan](carte.svg)

[^1]: Une note.
"""
ENGLISH = """\
---
title: Kerry and Lavrov in Geneva
date: 2016-08-24T23:00+02:00
actors: [kerry]
topics: [alep]
---
Text.
"""
ALEPPO = """\
---
title: Alep
date: 2016-08-23
updated: 2016-09-01T08:00+02:00
topics: [alep]
---
Les combats.
"""
ARABIC = """\
---
title: اتفاق جنيف
date: 2016-09-10T01:30+02:00
actors: [kerry]
---
نص.
"""
FILES = {
    "briefs/2016-08-24-geneve.fr.md": GENEVA,
    "briefs/2016-08-24-geneve.en.md": ENGLISH,
    "briefs/2016-08-23-alep.fr.md": ALEPPO,
    "briefs/2016-09-10-accord.ar.md": ARABIC,
    "briefs/carte.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
    "actors/kerry.yaml": "kind: person\nnames: {fr: John Kerry, ar: جون كيري}\n",
    "topics/alep.yaml": "labels: {fr: Alep, en: Aleppo}\nparents: [syrie]\n",
    "topics/syrie.yaml": "labels: {fr: Syrie}\n",
}


@pytest.fixture(scope="module")
def site(press):
    return press(FILES)


def parsed(file: Path) -> etree._Element:
    return etree.fromstring(file.read_bytes())


def atoms(site: Path) -> list[Path]:
    return sorted(site.rglob("*.atom"))


def entries(file: Path) -> dict[str, etree._Element]:
    """Return the entries of an Atom feed by title."""
    return {entry.findtext(f"{ATOM}title"): entry for entry in parsed(file).iter(f"{ATOM}entry")}


def rfc4287(feed: etree._Element) -> list[str]:
    """List where a feed breaks the rules of RFC 4287, sections 4.1.1, 4.1.2 and 4.2; empty if nowhere."""
    faults = []

    def one(parent: etree._Element, *names: str) -> None:
        faults.extend(f"{parent.tag}: not one {name}" for name in names if len(parent.findall(ATOM + name)) != 1)

    def links(parent: etree._Element) -> None:
        shown = [
            (a.get("type"), a.get("hreflang")) for a in parent.findall(f"{ATOM}link") if a.get("rel") == "alternate"
        ]
        faults.extend(f"alternate twice: {pair}" for pair in set(shown) if shown.count(pair) > 1)
        faults.extend(
            f"not absolute: {a.get('href')}" for a in parent.iter(f"{ATOM}link") if not absolute(a.get("href"))
        )

    one(feed, "id", "title", "updated")
    if not feed.findall(f"{ATOM}author"):
        faults.append("no author")
    if [a.get("rel") for a in feed.findall(f"{ATOM}link")].count("self") != 1:
        faults.append("no link to itself")
    links(feed)
    for entry in feed.findall(f"{ATOM}entry"):
        one(entry, "id", "title", "updated", "published", "content")
        links(entry)
        faults.extend("category without term" for c in entry.findall(f"{ATOM}category") if not c.get("term"))
        faults.extend("author without name" for a in entry.findall(f"{ATOM}author") if not a.findtext(f"{ATOM}name"))
    moments = (moment.text for name in ("updated", "published") for moment in feed.iter(ATOM + name))
    faults.extend(f"not a moment of RFC 3339: {moment}" for moment in moments if not MOMENT.fullmatch(moment))
    ids = [found.text for found in feed.iter(f"{ATOM}id")]
    faults.extend(f"not a tag of RFC 4151: {found}" for found in ids if not TAG.fullmatch(found))
    faults.extend(f"id twice: {found}" for found in set(ids) if ids.count(found) > 1)
    return faults


def absolute(url: str) -> bool:
    return url.startswith(("https://", "http://", "mailto:", "tag:"))


def relative_in(content: str) -> list[str]:
    """List the links of an HTML text that are not absolute."""
    found = html.fragment_fromstring(content, create_parent="div")
    return [link for _, _, link, _ in found.iterlinks() if not absolute(link)]


# --------------------------------------------------------------------------- form


def test_every_atom_feed_keeps_the_rules_of_rfc_4287(site):
    assert {} == {str(file): faults for file in atoms(site) if (faults := rfc4287(parsed(file)))}


def test_a_feed_reader_reads_every_atom_feed_without_complaint(site):
    assert [] == [str(file) for file in atoms(site) if feedparser.parse(file.read_bytes()).bozo]


def test_every_json_feed_is_one_by_its_schema(site):
    files = [*site.rglob("feed.json"), site / "feeds/all.json"]

    for file in files:
        jsonschema.validate(json.loads(file.read_text("utf-8")), JSON_FEED)

    assert len(atoms(site)) == len(files)


def test_each_feed_has_an_id_and_an_address_of_its_own(site):
    feeds = [parsed(file) for file in atoms(site)]
    selves = [feed.find(f"{ATOM}link[@rel='self']").get("href") for feed in feeds]

    assert len(feeds) == len({feed.findtext(f"{ATOM}id") for feed in feeds})
    assert [f"https://press.example/{file.relative_to(site).as_posix()}" for file in atoms(site)] == selves


def test_titles_with_markup_come_out_as_the_author_wrote_them(site):
    title = "Kerry & Lavrov à <Genève> ]]> bientôt"

    assert title in entries(site / "feed.atom")
    assert title == feedparser.parse((site / "feed.atom").read_bytes()).entries[0].title.replace("&amp;", "&").replace(
        "&lt;", "<"
    ).replace("&gt;", ">")


@pytest.mark.parametrize("sign", ["&#11;", "&#xFFFE;", "&#0;", "&#x1F;"])
def test_a_character_that_xml_forbids_does_not_break_a_feed(press, sign):
    brief = f"---\ntitle: Un titre\ndate: 2016-08-24\n---\nDu texte {sign} ici, <b>et {sign} là</b>.\n\n<p>{sign}</p>\n"

    site = press({"briefs/un.md": brief})

    assert [] == [fault for file in atoms(site) for fault in rfc4287(parsed(file))]


# --------------------------------------------------------------------------- what is in which


def test_the_feed_of_a_language_holds_its_editions_only(site):
    assert {"Kerry & Lavrov à <Genève> ]]> bientôt", "Alep"} == set(entries(site / "feed.atom"))
    assert {"Kerry and Lavrov in Geneva"} == set(entries(site / "en/feed.atom"))
    assert {"اتفاق جنيف"} == set(entries(site / "ar/feed.atom"))


def test_the_feed_of_the_whole_site_holds_every_edition_newest_first(site):
    expected = ["اتفاق جنيف", "Kerry and Lavrov in Geneva", "Kerry & Lavrov à <Genève> ]]> bientôt", "Alep"]

    assert expected == list(entries(site / "feeds/all.atom"))


def test_the_feed_of_an_actor_shows_a_brief_in_its_language_or_the_nearest(site):
    english = entries(site / "en/actors/kerry/feed.atom")

    assert ["اتفاق جنيف", "Kerry and Lavrov in Geneva"] == list(english)
    assert ["ar", "en"] == [entry.get(LANG) for entry in english.values()]


def test_the_feed_of_a_topic_holds_the_briefs_of_the_topics_below_it(site):
    assert list(entries(site / "topics/alep/feed.atom")) == list(entries(site / "topics/syrie/feed.atom"))


def test_a_correction_is_an_entry_of_the_feed_of_corrections(site):
    (entry,) = entries(site / "corrections/feed.atom").values()

    assert "2016-08-25T10:00:00+02:00" == entry.findtext(f"{ATOM}updated")
    assert "Le lieu était faux." == entry.findtext(f"{ATOM}summary")
    assert "Vienne" in entry.findtext(f"{ATOM}content")
    assert entry.find(f"{ATOM}link").get("href").endswith("/geneve/#correction-1")


def test_a_feed_is_no_longer_than_the_site_says(press):
    briefs = {f"briefs/b{n}.md": f"---\ntitle: B {n}\ndate: 2016-08-{n:02}\n---\n" for n in range(1, 8)}

    site = press(briefs, site="feed_length: 3\n")

    assert ["B 7", "B 6", "B 5"] == list(entries(site / "feed.atom"))
    assert 3 == len(json.loads((site / "feed.json").read_text("utf-8"))["items"])


def test_a_feed_without_entries_is_valid_and_knows_no_clock(press):
    site = press({}, now="2026-05-05T00:00:00+00:00")
    fixed = press({}, site="as_of: 2016-10-04T09:00+02:00\n")

    assert [] == rfc4287(parsed(site / "feed.atom"))
    assert "1970-01-01T00:00:00Z" == parsed(site / "feed.atom").findtext(f"{ATOM}updated")
    assert "2016-10-04T09:00:00+02:00" == parsed(fixed / "feed.atom").findtext(f"{ATOM}updated")


def test_families_that_are_off_have_no_feeds(press):
    site = press(FILES, site="outputs: {actors: off, topics: off, corrections: off}\n")

    assert {"feed.atom", "en/feed.atom", "ar/feed.atom", "feeds/all.atom"} == {
        file.relative_to(site).as_posix() for file in atoms(site)
    }


def test_without_feeds_there_is_no_list_of_them(press):
    site = press(FILES, site="outputs: {feeds: off}\n")

    assert [] == [*atoms(site), *site.rglob("feed.json"), *site.rglob("feeds.opml")]
    assert [] == [
        file for file in site.rglob("*.html") if re.search(r"feeds?\.(opml|atom|json)", file.read_text("utf-8"))
    ]


# --------------------------------------------------------------------------- an entry


def test_nothing_in_a_feed_is_relative(site):
    contents = [c.text for file in atoms(site) for c in parsed(file).iter(f"{ATOM}content")]
    contents += [
        entry["content_html"]
        for file in site.rglob("feed.json")
        for entry in json.loads(file.read_text("utf-8"))["items"]
    ]

    assert [] == [link for content in contents for link in relative_in(content)]
    assert any('src="https://press.example/' in content for content in contents)


def test_an_entry_has_the_whole_text(site):
    content = entries(site / "feed.atom")["Kerry & Lavrov à <Genève> ]]> bientôt"].findtext(f"{ATOM}content")
    shown = html.fragment_fromstring(content, create_parent="div").text_content()

    for text in (
        "Washington & Moscou",
        "Une trêve < fragile",
        "Le lieu",
        "Le chef",
        "🕊",
        "Une note.",
        "Dépêche",
        "un diplomate",
    ):
        assert text in shown


def test_the_texts_of_atom_and_of_json_are_the_same(site):
    atom = {
        entry.findtext(f"{ATOM}id"): entry.findtext(f"{ATOM}content")
        for entry in entries(site / "feeds/all.atom").values()
    }
    document = json.loads((site / "feeds/all.json").read_text("utf-8"))

    assert atom == {entry["id"]: entry["content_html"] for entry in document["items"]}


def test_of_a_confidential_source_a_feed_tells_the_descriptor_only(site):
    for file in (*atoms(site), *site.rglob("*.json")):
        text = file.read_text("utf-8")
        assert "secret.example" not in text
        assert "Secret" not in text


def test_an_entry_names_its_people_subjects_editions_and_sources(site):
    entry = entries(site / "feed.atom")["Kerry & Lavrov à <Genève> ]]> bientôt"]
    categories = [(c.get("scheme"), c.get("term"), c.get("label")) for c in entry.findall(f"{ATOM}category")]
    links = [(a.get("rel"), a.get("hreflang"), a.get("href")) for a in entry.findall(f"{ATOM}link")]

    assert ["Anne Noël", "B. Petit"] == [a.findtext(f"{ATOM}name") for a in entry.findall(f"{ATOM}author")]
    assert ("https://press.example/actors/", "kerry", "John Kerry") in categories
    assert ("https://press.example/topics/", "alep", "Alep") in categories
    assert ("alternate", "en", "https://press.example/en/briefs/2016/08/24/geneve/") in links
    assert ("via", None, "https://wire.example/a?b=1&c=2") in links


def test_the_extension_of_a_json_feed_says_who_what_and_how_far(site):
    document = json.loads((site / "feed.json").read_text("utf-8"))
    brief = next(entry["_brief"] for entry in document["items"] if entry["title"] != "Alep")

    assert {"tlp": "TLP:CLEAR", "as_of": "2016-08-24T21:00:00+02:00"} == {key: brief[key] for key in ("tlp", "as_of")}
    assert {"kerry", "elizabeth-trudeau"} == set(brief["actors"])
    assert ["alep"] == brief["topics"]


def test_text_written_from_right_to_left_says_so(site):
    (entry,) = entries(site / "ar/feed.atom").values()

    assert 'lang="ar" dir="rtl"' in entry.findtext(f"{ATOM}content")


# --------------------------------------------------------------------------- what changes, and what does not


def told(site: Path) -> list[tuple[str, str, str]]:
    """Return id, publication and revision of every entry and of the feed."""
    feed = parsed(site / "feeds/all.atom")
    return [
        (part.findtext(f"{ATOM}id"), part.findtext(f"{ATOM}published"), part.findtext(f"{ATOM}updated"))
        for part in (feed, *feed.iter(f"{ATOM}entry"))
    ]


def test_ids_are_made_of_host_day_id_and_language(site):
    assert "tag:press.example,2016-08-24:brief/geneve/fr" in [name for name, _, _ in told(site)]


def test_neither_clock_nor_path_port_title_slug_nor_text_changes_an_id_or_a_date(press, site):
    changed = GENEVA.replace("title: Kerry", "slug: autre\ntitle: M. Kerry").replace("parle", "a parlé")

    again = press(
        {**FILES, "briefs/2016-08-24-geneve.fr.md": changed},
        now="2026-12-31T00:00:00+00:00",
        base_url="https://press.example:8443/elsewhere/",
    )

    assert told(site) == told(again)


def test_a_brief_that_was_given_another_id_keeps_its_tag(press, site):
    files = {name: text for name, text in FILES.items() if "geneve" not in name}
    files["briefs/2016-08-24-rencontre.fr.md"] = GENEVA.replace("title:", "former_ids: [geneve]\ntitle:", 1)

    renamed = press(files)

    assert "tag:press.example,2016-08-24:brief/geneve/fr" in [name for name, _, _ in told(renamed)]
    assert not any("rencontre" in name for name, _, _ in told(renamed))


def test_only_a_stated_revision_moves_the_date_of_change(site):
    feed = entries(site / "feed.atom")
    document = json.loads((site / "feed.json").read_text("utf-8"))
    modified = {entry["title"]: entry.get("date_modified") for entry in document["items"]}

    assert "2016-09-01T08:00:00+02:00" == feed["Alep"].findtext(f"{ATOM}updated")
    assert "2016-08-23T00:00:00+02:00" == feed["Alep"].findtext(f"{ATOM}published")
    assert {"Alep": "2016-09-01T08:00:00+02:00", "Kerry & Lavrov à <Genève> ]]> bientôt": None} == modified


def test_a_feed_was_changed_when_its_last_entry_was(site):
    assert "2016-09-01T08:00:00+02:00" == parsed(site / "feed.atom").findtext(f"{ATOM}updated")
    for file in atoms(site):
        feed = parsed(file)
        moments = [datetime.fromisoformat(entry.findtext(f"{ATOM}updated")) for entry in feed.iter(f"{ATOM}entry")]
        if moments:
            assert max(moments) == datetime.fromisoformat(feed.findtext(f"{ATOM}updated"))


def test_two_corrections_at_one_time_have_two_ids_and_a_third_changes_neither(press):
    def brief(*texts: str) -> dict[str, str]:
        notes = "".join(f"  - {{date: 2016-08-25, kind: correction, text: {text}}}\n" for text in texts)
        return {"briefs/un.md": f"---\ntitle: Un\ndate: 2016-08-24\ncorrections:\n{notes}---\n"}

    def ids(site: Path) -> dict[str, str]:
        feed = parsed(site / "corrections/feed.atom")
        return {e.findtext(f"{ATOM}summary"): e.findtext(f"{ATOM}id") for e in feed.iter(f"{ATOM}entry")}

    two, three = ids(press(brief("Un", "Deux"))), ids(press(brief("Un", "Deux", "Trois")))

    assert 2 == len(set(two.values()))
    assert two == {text: three[text] for text in two}


def test_what_is_withdrawn_is_taken_back_in_its_feeds(press):
    brief = """---
title: Faux
date: 2016-08-24
status: withdrawn
withdrawn: {date: 2016-08-26, reason: Faux <nom>.}
---
"""

    site = press({"briefs/faux.md": brief})

    for name in ("feed.atom", "feeds/all.atom"):
        gone = parsed(site / name).find("{http://purl.org/atompub/tombstones/1.0}deleted-entry")
        assert "tag:press.example,2016-08-24:brief/faux/fr" == gone.get("ref")
        assert "2016-08-26T00:00:00+02:00" == gone.get("when")
        assert "Faux <nom>." == gone[0].text
    assert "faux" not in (site / "feed.json").read_text("utf-8")


@pytest.mark.parametrize(
    ("base", "authority"),
    [
        ("https://Press.Example/sub/", "press.example"),
        ("https://été.example/", "xn--t-9fab.example"),
        ("http://[::1]:8000/", "--1"),
        (f"https://{'é' * 80}.example/", None),
    ],
)
def test_a_host_of_any_writing_makes_a_valid_tag(base, authority):
    head = BriefHead("l’été", "fr", "T", When(datetime.fromisoformat("2016-08-24T00:00:00+02:00"), timed=False))

    tag = feeds.brief_tag(Site(Texts(), base, "Europe/Paris", ("fr",)), head)

    assert TAG.fullmatch(tag)
    assert authority is None or tag.startswith(f"tag:{authority},2016-08-24:brief/l%E2%80%99%C3%A9t%C3%A9/fr")


# --------------------------------------------------------------------------- the sample publication


def test_the_feeds_of_the_sample_are_valid_and_whole(built_site):
    files = atoms(built_site)

    assert {} == {str(file): faults for file in files if (faults := rfc4287(parsed(file)))}
    contents = {content.text for file in files for content in parsed(file).iter(f"{ATOM}content")}
    assert [] == [link for content in contents for link in relative_in(content)]
    for file in (*built_site.rglob("feed.json"), built_site / "feeds/all.json"):
        jsonschema.validate(json.loads(file.read_text("utf-8")), JSON_FEED)
