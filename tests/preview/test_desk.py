"""Desk: what is withheld and until when, what is wrong, what nobody has described, and a way to each kind of page."""

import shlex
import subprocess
from datetime import timedelta

import pytest

from fiche import address
from fiche.pipeline import Wishes, build
from fiche.preview import desk as desks
from fiche.preview.room import Save
from tests.laws.sites import SITE
from tests.preview.reader import Reader
from tests.preview.small import FILES, START, later, opened

HOSTILE = "<script>alert('x')</script> & “co”"


@pytest.fixture(scope="module")
def desk():
    with opened() as desk:
        yield desk


def read(desk, *saves):
    """Read the desk's page, which must be well-formed."""
    page = Reader(desks.page(desk.warm, saves))
    assert [] == page.faults
    assert [] == page.all("script")
    return page


def section(page, heading):
    """Return what the desk's page says under a heading."""
    said = [(tag, text.strip()) for tag, text in page.texts]
    at = said.index(("h2", heading))
    ends = next((n for n, (tag, _) in enumerate(said) if tag == "h2" and n > at), len(said))
    return [text for _, text in said[at + 1 : ends]]


def ways(page):
    """Return the addresses that the desk's page leads to, but its own."""
    found = (way["href"] for way in page.all("a") if "data-open" not in way)
    return [way[1:] for way in found if not way.startswith("/_desk/")]


# --------------------------------------------------------------------------- what readers do not see


def test_what_is_withheld_is_told_with_its_reason_its_end_and_its_file(desk):
    told = " ".join(section(read(desk), "Withheld"))

    for words in (
        "Sous embargo under embargo 2016-08-25 06:00 CEST content/briefs/embargo.md",
        "Demain dated in the future 2016-08-25 00:00 CEST content/briefs/demain.md",
        "Le brouillon not published draft content/briefs/brouillon.md",
        "Rouge above the marking of the site’s readers TLP:RED content/briefs/rouge.md",
        "Fini expired 2016-08-23T12:00:00+02:00 content/briefs/fini.md",
    ):
        assert words in told
    assert "Le convoi" not in told


def test_what_comes_first_by_itself_is_told_first(desk):
    told = section(read(desk), "Withheld")

    assert ["Demain", "Sous embargo"] == [text for text in told if text in {"Sous embargo", "Demain", "Rouge"}][:2]


def test_what_is_withheld_leads_to_its_page(desk):
    assert {"href": "/briefs/2016/08/22/embargo/"} in read(desk).all("a")


def test_what_changes_by_itself_is_told_with_its_moment(desk):
    told = " ".join(section(read(desk), "What changes by itself"))

    assert "2016-08-25 00:00 CEST it is published content/briefs/demain.md" in told
    assert "2016-08-25 06:00 CEST its embargo ends content/briefs/embargo.md" in told
    assert "2016-09-05 00:00 CEST it is over content/events/e.yaml" in told
    assert "brouillon" not in told


def test_where_nothing_is_withheld_it_says_so():
    with opened({"site.yaml": SITE, "briefs/a.md": "---\ntitle: Un\ndate: 2016-08-20\n---\nUn mot.\n"}) as desk:
        page = read(desk)

    assert ["Nothing is withheld."] == section(page, "Withheld")
    assert ["Nothing does from now on."] == section(page, "What changes by itself")
    assert ["Nothing is wrong."] == section(page, "Problems")
    assert ["All of them have a file."] == section(page, "Actors without a file")
    assert ["All of them have a file."] == section(page, "Topics without a file")
    assert ["Nothing was saved since the preview began."] == section(page, "Latest saves")


def test_a_site_that_was_not_built_when_it_should_have_been_is_told_to_be_late():
    late = "Overdue: the site was built before this came"
    with opened() as desk:
        assert late not in read(desk).text
        assert build(desk.paths, Wishes(now=START)).ok
        assert late not in read(desk).text
        desk.now = START + timedelta(days=1)
        assert any("briefs/embargo.md" in told for told in section(read(desk), late))
        assert build(desk.paths, Wishes(now=desk.now)).ok
        assert late not in read(desk).text


@pytest.mark.parametrize(
    ("wishes", "words"),
    [
        ({}, "La Dépêche, at 2016-08-24 12:00 CEST: everything, withheld or not."),
        ({"unveiled": False}, "La Dépêche, at 2016-08-24 12:00 CEST: what readers up to TLP:CLEAR get."),
        ({"as_of": "2016-12-24T06:30"}, "La Dépêche, at 2016-12-24 06:30 CET: everything, withheld or not."),
    ],
)
def test_it_is_told_what_is_shown_and_at_which_moment(wishes, words):
    with opened(**wishes) as desk:
        assert words in read(desk).text


# --------------------------------------------------------------------------- what is wrong


def test_problems_are_told_with_their_place_and_their_code():
    with opened(FILES | {"briefs/neuf.md": "---\ntitle: x\n---\n"}) as desk:
        page = read(desk)
    told = " ".join(section(page, "Problems"))

    assert "error the field “date” is missing [field-missing] content/briefs/neuf.md:2" in told
    assert "warning no file describes the actor “Elizabeth Trudeau”" in told
    assert {"href": "#", "data-open": "content/briefs/treve.fr.md", "data-line": "5"} in page.all("a")


def test_where_there_is_nothing_to_show_the_problems_are():
    with opened({"briefs/a.md": "---\ntitle: x\n---\n"}) as desk:
        page = read(desk)

    assert "There is nothing to show yet." in page.text
    assert "[no-site]" in " ".join(section(page, "Problems"))
    assert [] == section(page, "Every kind of page")
    assert {} == desks.addresses(desk.warm)


# --------------------------------------------------------------------------- what nobody has described


def test_actors_and_topics_without_a_file_are_told_with_the_command_that_makes_one(desk):
    page = read(desk)

    assert ["1", "Elizabeth Trudeau", "in 1 brief", "fiche new actor 'Elizabeth Trudeau'"] == section(
        page, "Actors without a file"
    )
    assert ["1", "Questions diverses", "in 1 brief", "fiche new topic 'Questions diverses'"] == section(
        page, "Topics without a file"
    )
    assert {"href": "/actors/elizabeth-trudeau/"} in page.all("a")
    assert {"href": "/topics/questions-diverses/"} in page.all("a")


def test_those_named_most_often_come_first():
    brief = "---\ntitle: {0}\ndate: 2016-08-2{0}\nactors: [{1}]\ntopics: [{1}]\n---\nx\n"
    named = ["Un, Deux", "Deux, Trois", "Deux, Trois"]
    files = {f"briefs/b{n}.md": brief.format(n, names) for n, names in enumerate(named)}
    with opened({"site.yaml": SITE, **files}) as desk:
        page = read(desk)

    for heading in ("Actors without a file", "Topics without a file"):
        told = section(page, heading)
        assert ["Deux", "Trois", "Un"] == [text for text in told if text in {"Un", "Deux", "Trois"}]
        assert ["in 3 briefs", "in 2 briefs", "in 1 brief"] == [text for text in told if text.startswith("in ")]


@pytest.mark.parametrize("name", ['Jo "Joe" Biden', "A $HOME `id`"])
def test_the_command_is_safe_whatever_the_name(name):
    brief = f"---\ntitle: Un\ndate: 2016-08-20\nactors: ['{name}']\n---\nx\n"
    with opened({"site.yaml": SITE, "briefs/a.md": brief}) as desk:
        command = section(read(desk), "Actors without a file")[-1]
    done = subprocess.run(
        ["sh", "-c", command.replace("fiche new actor", "printf %s")], capture_output=True, text=True, check=True
    )

    assert (["fiche", "new", "actor", name], name) == (shlex.split(command), done.stdout)


# --------------------------------------------------------------------------- saves


def test_saves_are_told_with_what_they_took(desk):
    seen = Save(START, "content/briefs/convoi.md", "briefs/2016/08/21/convoi/", 2, made=41.6, seen=83.2)
    unseen = Save(START + timedelta(seconds=1), "content/site.yaml", "", 3, made=12)
    page = read(desk, unseen, seen)
    told = section(page, "Latest saves")

    assert [
        "2",
        "content/site.yaml",
        f"{unseen.at.astimezone():%H:%M:%S}",
        "made in 12 ms",
        "content/site.yaml",
    ] == told[:5]
    assert "on screen after 83 ms" in told
    assert {"href": "/briefs/2016/08/21/convoi/"} in page.all("a")


# --------------------------------------------------------------------------- what is shown is escaped


def test_what_the_desk_shows_is_escaped():
    header = f'title: "{HOSTILE}"\ndate: 2016-08-20\nstatus: draft\nactors: ["{HOSTILE}"]\ntopics: ["{HOSTILE}"]\n'
    files = {
        "site.yaml": SITE.replace("La Dépêche", f'"{HOSTILE}"'),
        "briefs/<script>x</script>.md": f"---\n{header}---\nx\n",
        "briefs/<img src=x>.md": "---\ntitle: [\n---\n",
    }
    with opened(files) as desk:
        page = read(desk, Save(START, "content/<script>.md", "briefs/<script>/", 1, 1))

    assert HOSTILE in page.text
    assert "content/briefs/<script>x</script>.md" in page.text
    assert "content/briefs/<img src=x>.md" in page.text
    assert [] == page.all("img")


# --------------------------------------------------------------------------- ways

STONE = "briefs/2016/08/16/retire/"
"""Where the desk says that the withdrawn brief is, which stands elsewhere."""


def leads(desk, place):
    """Say whether there is a page at an address."""
    return desk.warm.page(address.file_of(place)) is not None


def test_every_way_of_the_desk_leads_to_a_page(desk):
    found = ways(read(desk))

    assert [] == [way for way in found if way != STONE and not leads(desk, way)]
    assert 20 < len({*found})


def test_the_way_to_a_withdrawn_brief_leads_to_it_in_any_language(desk):
    assert f"en/{STONE}" in ways(read(desk))


OFF = ("archive", "sources", "corrections", "not-found", "opml", "sitemap", "robots", "json")


@pytest.mark.parametrize("off", [*OFF, "actors", "topics", "feeds"])
def test_no_way_leads_to_what_is_switched_off(off):
    with opened(FILES | {"site.yaml": f"{SITE}outputs: {{{off}: off}}\n"}) as desk:
        assert [] == [way for way in ways(read(desk)) if way != STONE and not leads(desk, way)]


def test_every_address_one_may_have_meant_leads_to_a_page(desk):
    known = desks.addresses(desk.warm)

    assert [] == [place for place in known if place != STONE and not leads(desk, place)]
    assert "John Kerry" == known["actors/kerry/"]
    assert "Alep" == known["topics/alep/"]
    assert "The truce" == known["en/briefs/2016/08/20/treve/"]
    assert "Méthode" == known["methode/"]
    assert 20 < len(known)


@pytest.mark.parametrize("off", ["actors", "topics"])
def test_no_address_that_is_switched_off_is_meant(off):
    with opened(FILES | {"site.yaml": f"{SITE}outputs: {{{off}: off}}\n"}) as desk:
        assert [] == [place for place in desks.addresses(desk.warm) if place != STONE and not leads(desk, place)]


# --------------------------------------------------------------------------- what stands above a page


def above(desk, path):
    """Return what is said above a page."""
    return desks.banners(desk.warm, desk.warm.page(path).origin, path)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("briefs/2016/08/19/brouillon/index.html", "Withheld from readers: not published (draft)."),
        ("briefs/2016/08/22/embargo/index.html", "Withheld from readers: under embargo until 2016-08-25 06:00 CEST."),
        (
            "briefs/2016/08/25/demain/index.html",
            "Withheld from readers: dated in the future until 2016-08-25 00:00 CEST.",
        ),
        (
            "briefs/2016/08/18/rouge/index.html",
            "Withheld from readers: above the marking of the site’s readers (TLP:RED).",
        ),
        ("briefs/2016/08/17/fini/index.html", "Withheld from readers: expired on 2016-08-23 12:00."),
        (
            "briefs/2016/08/20/treve/index.html",
            "Passages marked TLP:AMBER are shown here; readers up to TLP:CLEAR do not see them.",
        ),
    ],
)
def test_above_a_page_stands_why_readers_do_not_see_it(desk, path, words):
    assert [words] == above(desk, path)


def test_above_a_page_that_readers_see_stands_nothing(desk):
    for path in ("briefs/2016/08/21/convoi/index.html", "en/briefs/2016/08/20/treve/index.html", "index.html"):
        assert [] == above(desk, path)


def test_above_a_page_that_is_withheld_its_passages_are_not_told_as_well():
    text = FILES["briefs/treve.fr.md"].replace("thread: fil", "thread: fil\nstatus: draft")
    with opened(FILES | {"briefs/treve.fr.md": text}) as desk:
        assert ["Withheld from readers: not published (draft)."] == above(desk, "briefs/2016/08/20/treve/index.html")


def test_what_stands_above_a_page_goes_when_its_time_has_come():
    with opened() as desk:
        later(desk, days=1)
        desk.warm.tick()

        assert [] == above(desk, "briefs/2016/08/22/embargo/index.html")
        assert "Sous embargo" not in section(read(desk), "Withheld")


def test_without_settings_nothing_stands_above():
    with opened({}) as desk:
        assert [] == desks.banners(desk.warm, "content/briefs/a.md", "briefs/a/index.html")
