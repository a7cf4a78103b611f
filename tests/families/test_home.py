"""The home page: who is in the news, and what was said last."""

import re

from tests.laws.sites import SITE, press

BRIEF = "---\ntitle: Un\ndate: {day}\nactors: [{actors}]\n{more}---\n"


def home(*briefs, more=""):
    files = {
        f"briefs/b{n}.md": BRIEF.format(day=day, actors=actors, more=more) for n, (day, actors) in enumerate(briefs)
    }
    return press({"site.yaml": SITE, **files}).tree["index.html"].decode()


def active(page):
    """Return the actors in the news: the name, and what is told of it."""
    found = re.search(r"Dans l’actualité</h2>(.*?)</section>", page, re.DOTALL)
    rows = re.findall(r"<li>(.*?)</li>", found[1], re.DOTALL) if found else []
    return [_text(row) for row in rows]


def _text(row):
    return " ".join(re.sub(r"<[^>]+>", " ", row).split())


def test_those_are_in_the_news_who_are_named_more_often_than_in_the_month_before():
    page = home(("2016-08-20", "A, B, C"), ("2016-08-10", "A, C"), ("2016-07-10", "A, B, B2"), ("2016-07-01", "B"))

    names = [re.sub(r".*?(\b[A-C]2?\b).*", r"\1", told) for told in active(page)]
    assert ["C", "A"] == names


def test_the_difference_is_told_and_of_new_ones_the_count_alone():
    first, second = active(home(("2016-08-20", "A, C"), ("2016-08-10", "A, C"), ("2016-07-10", "A")))

    assert "jours" not in first
    assert second.endswith("1 de plus que les 30 jours précédents")


def test_nobody_is_in_the_news_where_there_is_no_brief():
    assert [] == active(home())


def test_the_last_three_statements_are_told_with_the_way_to_all():
    said = "\n".join(f"- {{id: s{n}, speaker: A, text: Mot {n}., date: 2016-08-0{n}}}" for n in range(1, 6))
    page = home(("2016-08-20", "A"), more=f"statements:\n{said}\n")

    assert ["5", "4", "3"] == re.findall(r"Mot (\d)\.", page)
    assert 'href="statements/"' in page
