"""Lens: which edition a language shows, who belongs to what, and the small views that pages share."""

from datetime import date, datetime

import pytest

from fiche.clear import clear
from fiche.executor import Serial
from fiche.lens import Lens
from fiche.memo import Memo
from fiche.model import Policy
from fiche.parse import parse
from fiche.publication import lineage
from fiche.scan import scan
from fiche.show import events, figures
from fiche.views.shared import Label
from fiche.weave import weave
from tests.laws.sites import NOW, folder

SITE = "title: {fr: La Dépêche}\nbase_url: https://press.example/\ntimezone: Europe/Paris\nlanguages: [fr, en, ar]\n"
REGISTER = {
    "site.yaml": SITE,
    "actors/kerry.yaml": "kind: person\nnames: {fr: John Kerry, ar: جون كيري}\nroles:\n"
    "  - {title: {fr: sénateur}, start: 1985, end: 2013-02-01}\n  - {title: secrétaire, org: us, start: 2013-02-01}\n",
    "actors/us.yaml": "kind: state\nnames: États-Unis\n",
    "topics/syrie.yaml": "labels: {fr: Syrie, en: Syria}\n",
    "topics/alep.yaml": "labels: {fr: Alep, en: Aleppo}\nparents: [syrie]\n",
    "topics/guerre.yaml": "labels: {fr: Guerre}\n",
    "topics/siege.yaml": "labels: {fr: Siège}\nparents: [alep, guerre]\n",
}


def brief(date="2016-08-20", body="Texte.", **fields):
    lines = "".join(f"{name}: {value}\n" for name, value in fields.items())
    return f"---\ntitle: Un\ndate: {date}\n{lines}---\n{body}\n"


def lenses(files):
    """Return the lens of each language on a publication."""
    memo = Memo()
    with folder(REGISTER | files) as home:
        desk = parse(scan(home / "content").value, pool=Serial(), memo=memo)
    assert desk.ok, [str(problem) for problem in desk.problems]
    publication = weave(clear(desk.value, Policy(datetime.fromisoformat(NOW))).value, memo=memo).value
    return {lang: Lens(publication, lang) for lang in publication.site.languages}


def test_each_language_shows_each_brief_once_its_own_edition_first_then_in_the_order_of_the_site():
    found = lenses(
        {
            "briefs/a.fr.md": brief(),
            "briefs/a.en.md": brief(),
            "briefs/b.ar.md": brief(),
            "briefs/b.en.md": brief(),
            "briefs/c.fr.md": brief(),
        }
    )

    assert {
        "fr": [("a", "fr"), ("b", "en"), ("c", "fr")],
        "en": [("a", "en"), ("b", "en"), ("c", "fr")],
        "ar": [("a", "fr"), ("b", "ar"), ("c", "fr")],
    } == {lang: [(entry.head.id, entry.head.lang) for entry in lens.entries] for lang, lens in found.items()}


def test_a_brief_belongs_to_its_topics_and_all_above_them_once():
    lens = lenses({"briefs/a.md": brief(topics="[siege, alep]"), "briefs/b.md": brief(topics="[guerre]")})["fr"]

    assert ("siege", "alep", "syrie", "guerre") == lineage(lens.publication.raw.topics, "siege")
    assert {"siege": ["a"], "alep": ["a"], "syrie": ["a"], "guerre": ["a", "b"]} == {
        topic: [entry.head.id for entry in entries] for topic, entries in lens.of_topic.items()
    }
    assert {"": ["guerre", "syrie"], "syrie": ["alep"], "alep": ["siege"], "guerre": ["siege"]} == {
        topic: sorted(below) for topic, below in lens.children.items() if below
    }


def test_a_text_in_another_language_is_marked_with_its_language_and_direction():
    found = lenses({})
    kerry = found["fr"].publication.actors["kerry"]

    assert Label("جون كيري", "", "") == found["ar"].actor_name(kerry, date(2016, 8, 1))
    assert Label("John Kerry", "fr", "") == found["en"].actor_name(kerry, date(2016, 8, 1))
    assert Label("La Dépêche", "fr", "ltr") == found["ar"].site_view.title


@pytest.mark.parametrize(
    ("day", "office"), [("1984-12-31", None), ("2013-01-31", "sénateur"), ("2013-02-01", "secrétaire")]
)
def test_an_office_is_the_one_held_that_day(day, office):
    lens = lenses({})["fr"]
    held = lens.office_of(lens.publication.actors["kerry"], date.fromisoformat(day))

    assert office == (held.title.text if held else None)


def test_the_publisher_of_a_source_is_a_link_where_it_is_an_actor():
    lens = lenses({})["fr"]

    assert ("États-Unis", "actors/us/") == (lens.named("us").label.text, lens.named("us").address)
    assert ("Reuters", "") == (lens.named("Reuters").label.text, lens.named("Reuters").address)
    assert lens.named("") is None


def test_a_long_list_is_divided_into_pages_that_know_their_neighbours():
    files = {f"briefs/b{n}.md": brief(f"{2014 + n // 2}-08-20") for n in range(5)}
    lens = lenses({**files, "site.yaml": SITE + "per_page: 2\n"})["fr"]
    shown = [(entry, "") for entry in lens.entries]
    pages = [lens.listing("archive/", shown, number) for number in (1, 2, 3)]

    assert [("", "archive/page/2/"), ("archive/", "archive/page/3/"), ("archive/page/2/", "")] == [
        (page.newer, page.older) for page in pages
    ]
    assert [[("2016", ["b4"]), ("2015", ["b2"])], [("2015", ["b3"]), ("2014", ["b0"])], [("2014", ["b1"])]] == [
        [(group.heading, [entry.brief.id for entry in group.entries]) for group in page.groups] for page in pages
    ]
    assert {(5, 3)} == {(page.total, page.pages) for page in pages}
    assert lens.listing("x/", [], 1).pages == 1


def test_a_later_page_of_a_list_is_answered_by_the_first_in_other_languages():
    lens = lenses({})["fr"]

    assert [("x/page/2/", True, True), ("en/x/", False, False), ("ar/x/", False, False)] == [
        (other.address, other.current, other.exact) for other in lens.numbered("x/", 2)
    ]
    assert [True, True, True] == [other.exact for other in lens.numbered("x/", 1)]


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (1, 1), (220, 1), (331, 2), (2200, 10)])
def test_the_minutes_of_reading_are_at_least_one(words, minutes):
    assert minutes == Lens.minutes(words)


def test_what_is_upcoming_has_not_ended_today():
    files = {
        "events/e.yaml": "- {id: over, title: O, start: 2016-08-23}\n- {id: today, title: T, start: 2016-08-24}\n"
        "- {id: long, title: L, start: 2016-08-20, end: 2016-08-25}\n- {id: some, title: S, start: 2016-08}\n"
    }

    assert ["some", "long", "today"] == [entry.event.head.id for entry in events.upcoming(lenses(files)["fr"])]


def test_a_kind_of_the_sites_own_is_named_as_written():
    lens = lenses({"site.yaml": SITE + "kinds: [note-verbale]\n", "briefs/a.md": brief(kind="note-verbale")})["fr"]

    assert "Note verbale" == lens.card(lens.entries[0]).kind_label


def test_changed_are_the_figures_whose_value_is_another_than_was_known_at_an_earlier_brief():
    files = {
        "figures/f.yaml": "- {id: morts, label: Morts, values: [{value: 1, as_of: 2016-01}, {value: 2, as_of: 2016-08-11}]}\n",
        "briefs/a.md": brief("2016-08-10", figures="[{id: eau, label: Eau, value: 5}]"),
        "briefs/b.md": brief(
            "2016-08-20",
            figures="[{id: morts, value: 2}, {id: eau, value: 5.0}, {id: pain, label: Pain, value: 1}]",
        ),
    }
    lens = lenses(files)["fr"]
    earlier, later = lens.by_id["a"], lens.by_id["b"]

    (changed,) = figures.changed(lens, later, earlier)
    assert ("Morts", "2", "1") == (changed.figure.label.text, changed.amount.size, changed.amount.earlier)
    assert () == figures.changed(lens, earlier, earlier)
