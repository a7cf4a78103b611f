"""Figures: what is told of each, what was known on a day, and a value in words."""

from datetime import date
from decimal import Decimal

import pytest

from fiche import dates, figures
from fiche.model import Amount, BriefHead, FigureHead, Reported, Texts

PARIS = "Europe/Paris"


def amount(value, as_of, **more):
    return Amount(dates.parse_stamp(as_of, PARIS), Decimal(value) if value else None, **more)


def brief(id, day, *values, lang="fr", **more):
    given = tuple(Reported("morts", one) for one in values)
    return BriefHead(id, lang, id, dates.parse_when(day, PARIS), figures=given, **more)


def ledger(*amounts):
    return FigureHead("morts", Texts((("", "Morts"),)), amounts=amounts)


def told(heads=(), briefs=()):
    return figures.told(heads, briefs, ("fr", "en")).get("morts", ())


def values(rows):
    return [f"{row.amount.value}" for row in rows]


def test_the_register_and_the_briefs_make_one_ledger_by_date():
    rows = told(
        [ledger(amount(1, "2016-02"), amount(4, "2016-08-30"))], [brief("b", "2016-08-24", amount(3, "2016-08"))]
    )

    assert ["1", "3", "4"] == values(rows)
    assert ["", "b", ""] == [row.brief for row in rows]


def test_editions_of_a_brief_tell_a_value_once_each_in_its_own_words():
    english = brief("b", "2016-08-24", amount(3, "2016-08", note=Texts((("en", "about"),))), lang="en")
    french = brief("b", "2016-08-24", amount(3, "2016-08", note=Texts((("fr", "environ"),))))

    for briefs in ([english, french], [french, english]):
        (row,) = told(briefs=briefs)
        assert (("fr", "environ"), ("en", "about")) == row.amount.note.pairs


def test_a_value_is_known_from_its_date_on_and_from_when_a_brief_told_it():
    rows = told([ledger(amount(1, "2016-02"))], [brief("late", "2016-09-05", amount(2, "2016-03-01"))])

    assert figures.known(rows, date(2016, 1, 31)) is None
    assert "1" == f"{figures.known(rows, date(2016, 9, 4)).amount.value}"
    assert "2" == f"{figures.known(rows, date(2016, 9, 5)).amount.value}"


def test_a_brief_goes_by_its_own_value_before_a_later_one_of_others():
    rows = told([ledger(amount(9, "2016-08-23"))], [brief("b", "2016-08-24", amount(3, "2016-08-01"))])

    assert "9" == f"{figures.known(rows, date(2016, 8, 24)).amount.value}"
    assert "3" == f"{figures.known(rows, date(2016, 8, 24), brief='b').amount.value}"


def test_the_order_does_not_depend_on_the_order_of_files():
    two = [brief("b", "2016-08-24", amount(3, "2016-08")), brief("a", "2016-08-24", amount(2, "2016-08"))]

    assert told(briefs=two) == told(briefs=two[::-1])
    assert ["2", "3"] == values(told(briefs=two))


@pytest.mark.parametrize(
    ("given", "lang", "said"),
    [
        ({"value": "6600000"}, "fr", "6\u202f600\u202f000\u00a0personnes"),
        ({"value": "6600000"}, "en", "6,600,000\u00a0personnes"),
        ({"value": "0.1"}, "fr", "0,1\u00a0personnes"),
        ({"low": Decimal(18)}, "en", "at least 18\u00a0personnes"),
        ({"high": Decimal(18)}, "fr", "au plus 18\u00a0personnes"),
        ({"low": Decimal(30), "high": Decimal(50)}, "en", "between 30 and 50\u00a0personnes"),
        ({"value": "40", "low": Decimal(30), "high": Decimal(50)}, "en", "40 (between 30 and 50)\u00a0personnes"),
    ],
)
def test_an_amount_is_written_as_the_language_does(given, lang, said):
    given = dict(given)
    assert said == figures.words(amount(given.pop("value", ""), "2016", **given), "personnes", lang)


def test_a_sign_of_per_cent_stands_where_the_language_puts_it():
    assert "12,5\u202f%" == figures.words(amount("12.5", "2016"), "%", "fr").replace("\u00a0", "\u202f")
    assert "12.5%" == figures.words(amount("12.5", "2016"), "%", "en")


def test_a_change_has_its_sign_and_exact_digits():
    def change(one, other, lang="fr"):
        return figures.change(amount(one, "2015"), amount(other, "2016"), "", lang)

    assert "+0,2" == change("0.1", "0.3")
    assert "−1,500" == change("2000", "500", "en")
    assert "=" == change("5", "5.0")
    assert "" == figures.change(amount("", "2015", low=Decimal(1)), amount("2", "2016"), "", "fr")


def test_a_figure_without_a_file_is_described_by_briefs():
    one = Reported("x", amount(1, "2016"), Texts((("fr", "Camions"),)), Texts((("fr", "camions"),)))
    other = Reported("x", amount(1, "2016"), Texts((("en", "Trucks"),)))

    assert (("fr", "Camions"), ("en", "Trucks")) == figures.described("x", [one, other]).label.pairs
    assert "x" == figures.described("x", []).label.pick("fr")[1]
