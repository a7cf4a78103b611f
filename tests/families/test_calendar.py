"""The calendar: pages and files, dates that moved, and what is withheld until it is told."""

import re

import pytest
from icalendar import Calendar

from tests.laws.sites import SITE, press

EVENTS = """\
- {id: sommet, title: Sommet, start: 2016-09-04, end: 2016-09-05, actors: [{id: kerry, part: lead}], topics: [alep], place: Hangzhou}
- {id: passe, title: Échéance, start: 2016-08-01, status: tentative, topics: [syrie]}
- {id: tenu, title: Réunion, start: 2016-08-10, status: held, outcome: Un accord., brief: un, actors: [kerry]}
- {id: ancien, title: Ancienne, start: 2015-11-14, status: held}
- id: cycle
  title: Pourparlers
  start: 2016-09-14
  announced: 2016-08-01
  was: [{start: 2016-09-07, until: 2016-08-20}, {start: 2016-09-09, until: 2016-08-25}]
  note: Sans date de fin.
"""
FILES = {
    "site.yaml": SITE,
    "actors/kerry.yaml": "kind: person\nnames: John Kerry\n",
    "topics/syrie.yaml": "labels: {fr: Syrie, en: Syria}\n",
    "topics/alep.yaml": "labels: {fr: Alep, en: Aleppo}\nparents: [syrie]\n",
    "briefs/un.md": "---\ntitle: Un accord à Genève\ndate: 2016-08-11\nactors: [kerry]\n---\nTexte.\n",
    "events/e.yaml": EVENTS,
}


@pytest.fixture(scope="module")
def tree():
    done = press(FILES)
    assert done.build.ok, done.build.problems
    return done.tree


def text(page):
    return " ".join(re.sub(r"<[^<>]*>", " ", page.decode()).split()).replace(" ,", ",")


def titles(data):
    return [str(event["summary"]) for event in Calendar.from_ical(data).walk("VEVENT")]


def test_the_first_page_has_what_comes_what_is_due_and_what_was(tree):
    page = tree["calendar/index.html"].decode()
    coming, rest = page.split('<section class="due">')
    due, past = rest.split('<section class="past">')

    assert ["Pourparlers", "Sommet"] == sorted(re.findall(r'<p class="name">([^<]*)</p>', coming))
    assert ["Échéance"] == re.findall(r'<p class="name">([^<]*)</p>', due)
    assert ["Réunion"] == re.findall(r'<p class="name">([^<]*)</p>', past)
    assert "Un accord à Genève" in past


def test_each_year_has_a_page_on_which_each_event_has_its_place(tree):
    assert 'id="event-ancien"' in tree["calendar/2015/index.html"].decode()
    assert {"sommet", "passe", "tenu", "cycle"} == set(
        re.findall(r'id="event-([a-z]+)"', tree["calendar/2016/index.html"].decode())
    )
    assert "en/calendar/2016/index.html" in tree


def test_events_lead_to_their_place_on_the_calendar(tree):
    assert 'href="calendar/2016/#event-sommet"' in tree["index.html"].decode()
    assert 'href="../../calendar/2016/#event-sommet"' in tree["actors/kerry/index.html"].decode()


def test_a_date_that_moved_is_shown_as_it_was_known_on_the_day():
    def known(day):
        built = press(FILES, now=f"{day}T12:00:00+02:00").tree
        row = re.search(r'<li[^>]*id="event-cycle">(.*?)</li>', built["calendar/2016/index.html"].decode(), re.DOTALL)
        return text(row[1].encode()) if row else ""

    assert "" == known("2016-07-31")
    assert "7 septembre" in known("2016-08-19")
    assert "d’abord" not in known("2016-08-19")
    assert known("2016-08-24").startswith("9 septembre 2016 d’abord 7 septembre 2016")
    assert known("2016-08-25").startswith("14 septembre 2016 d’abord 7 septembre 2016, 9 septembre 2016")
    assert "Sans date de fin." in known("2016-08-25")
    assert "Sans date de fin." not in known("2016-08-24")


def test_each_actor_and_topic_with_events_has_a_calendar_topics_with_those_below(tree):
    assert ["Ancienne", "Échéance", "Réunion", "Sommet", "Pourparlers"] == titles(tree["calendar.ics"])
    assert ["Réunion", "Sommet"] == titles(tree["actors/kerry/calendar.ics"])
    assert ["Échéance", "Sommet"] == titles(tree["topics/syrie/calendar.ics"])
    assert ["Sommet"] == titles(tree["en/topics/alep/calendar.ics"])
    assert 'type="text/calendar"' in tree["topics/alep/index.html"].decode()


def test_the_count_of_changes_is_that_known_on_the_day(tree):
    (cycle,) = [e for e in Calendar.from_ical(tree["calendar.ics"]).walk("VEVENT") if e["summary"] == "Pourparlers"]
    assert (1, "cycle@press.example") == (cycle["sequence"], str(cycle["uid"]))


def test_what_came_of_an_event_is_not_told_before_it_nor_by_a_brief_that_is_withheld():
    early = press(FILES, now="2016-08-09T12:00:00+02:00").tree
    assert "Un accord." not in early["calendar/2016/index.html"].decode()

    hidden = {**FILES, "briefs/un.md": FILES["briefs/un.md"].replace("date:", "status: draft\ndate:")}
    assert "Un accord à Genève" not in press(hidden).tree["calendar/index.html"].decode()


def test_a_site_without_events_has_no_calendar():
    tree = press({name: text for name, text in FILES.items() if not name.startswith("events/")}).tree
    assert [] == [path for path in tree if "calendar" in path]
    assert "calendar/" not in tree["index.html"].decode()


def test_it_can_be_switched_off():
    tree = press({**FILES, "site.yaml": SITE + "outputs: {calendar: off}\n"}).tree
    assert [] == [path for path in tree if "calendar" in path]
    assert "#event-" not in tree["index.html"].decode()


def test_an_outcome_in_a_brief_that_there_is_not_is_an_error():
    problems = press({**FILES, "events/e.yaml": "- {id: a, title: A, start: 2016-08-01, brief: deux}\n"}).build.problems
    assert ["unknown-brief"] == [problem.code for problem in problems]
