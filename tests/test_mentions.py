"""Mentions: which names in a text become links, and what is kept of having looked."""

import re
from concurrent.futures import ProcessPoolExecutor
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiche.executor import Serial
from fiche.markup import convert
from fiche.memo import Memo
from fiche.mentions import Register, Text, look_through, mentions
from fiche.model import ActorHead, ActorKind, Name
from fiche.problem import Place
from fiche.publication import Filling, Prose, html_of
from fiche.recognise import Recogniser
from fiche.value import encode

DAY = date(2016, 8, 24)
HEADS = (
    ActorHead("kerry", ActorKind.PERSON, (Name("", "John Kerry", "Kerry"),)),
    ActorHead("lavrov", ActorKind.PERSON, (Name("", "Sergueï Lavrov", "Lavrov"),)),
    ActorHead("elizabeth", ActorKind.PERSON, (Name("", "Elizabeth Trudeau", "Trudeau"),)),
    ActorHead("justin", ActorKind.PERSON, (Name("", "Justin Trudeau", "Trudeau"),)),
    ActorHead("rd", ActorKind.ORGANIZATION, (Name("", "R&D Group"),)),
)
REGISTER = Register.of(HEADS)
RECOGNISER = Recogniser(REGISTER.names)


def linked(text, *, cast=(), beside=()):
    """Return a text with what becomes a link in curly brackets, and what is unclear."""
    (done,) = convert(text, place=Place("x.md", 1)).value
    seen = look_through(done.pieces, Text("", "fr", DAY, tuple(beside), tuple(cast)), RECOGNISER)
    return _written(done.pieces, seen.spots), seen


def _written(pieces, spots):
    memo = Memo()
    memo.put("k", encode(pieces))
    names = {head.id: Filling("{", head.id, after=":") for head in HEADS}
    html = html_of(Prose("k", "", tuple(Filling("") for _ in pieces), spots), memo, str, None, names)
    return re.sub(r"(\{\w+:[^{}<]*)</a>", r"\1}", html)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("John Kerry, puis Kerry.", "{kerry:John Kerry}, puis Kerry."),
        ("John Kerry.\n\n## Suite\n\nKerry.", "{kerry:John Kerry}. Suite {kerry:Kerry}."),
        ("## John Kerry\n\nKerry", "John Kerry {kerry:Kerry}"),
        ("[[kerry|Lui]], John Kerry.", ", John Kerry."),
        ("[[John Kerry|Lui]], John Kerry.", ", John Kerry."),
        ("[John Kerry](https://example.org/) et Kerry.", "John Kerry et {kerry:Kerry}."),
        ("`John Kerry` et John Kerry", "John Kerry et {kerry:John Kerry}"),
        ("> Non.\n>\n> — John Kerry", "Non. — John Kerry"),
        ("[[?John Kerry]] et Sergueï Lavrov", "et {lavrov:Sergueï Lavrov}"),
        ("Le R&D Group.", "Le {rd:R&amp;D Group}."),
        ("**John Kerry** et *Lavrov*", "{kerry:John Kerry} et Lavrov"),
    ],
)
def test_the_first_mention_in_a_section_becomes_a_link(text, expected):
    html, _ = linked(text)
    assert expected == " ".join(re.sub(r"<[^<>]*>", "", html).split())


def test_what_title_and_header_name_supports_a_surname():
    assert () == linked("Kerry parle.")[1].spots
    assert 1 == len(linked("Kerry parle.", beside=["John Kerry à Genève"])[1].spots)
    assert 1 == len(linked("Kerry parle.", cast=["kerry"])[1].spots)


def test_words_that_may_mean_two_are_told_and_stay_text():
    html, seen = linked("Elizabeth Trudeau et Justin Trudeau. Ensuite Trudeau, Trudeau.")
    assert (("Trudeau", ("elizabeth", "justin")),) == seen.unclear
    assert 2 == html.count("{")


def test_what_was_found_is_kept_and_not_looked_for_again(monkeypatch):
    memo = Memo()
    (done,) = convert("John Kerry", place=Place("x.md", 1)).value
    memo.put("k", encode(done.pieces))
    texts = [Text("k", "fr", DAY), Text("k", "en", DAY)]
    found = mentions(texts, REGISTER, pool=Serial(), memo=memo)
    monkeypatch.setattr("fiche.mentions.look_through", None)

    assert found == mentions(texts, REGISTER, pool=Serial(), memo=memo)
    assert [1, 1] == [len(seen.spots) for seen in found]


def test_another_name_in_the_register_has_all_looked_through_again():
    assert REGISTER.key != Register.of(HEADS[1:]).key
    assert REGISTER.key == Register.of(HEADS[::-1]).key


@given(
    st.lists(
        st.sampled_from(
            [
                "John Kerry",
                "Kerry",
                "Lavrov",
                "Trudeau",
                "*",
                "**",
                "\n\n",
                "> ",
                "# ",
                "`",
                "[[kerry|x]]",
                " et ",
                "<b>",
                "&",
                "é",
            ]
        ),
        max_size=14,
    ).map("".join)
)
def test_links_never_change_what_is_read(text):
    done = convert(text, place=Place("x.md", 1))
    for converted in done.value:
        seen = look_through(converted.pieces, Text("", "fr", DAY, (), ("kerry", "lavrov")), RECOGNISER)
        with_links = _written(converted.pieces, seen.spots)
        plain = _written(converted.pieces, ())
        assert plain == re.sub(r"\{\w+:|\}", "", with_links)


@pytest.mark.parametrize("helped", [False, True])
def test_other_processes_find_the_same(tmp_path, helped):
    memo = Memo(tmp_path / "memo.db")
    bodies = ["John Kerry", "Lavrov", "**Sergueï Lavrov** et Kerry", "Trudeau"] * 40
    for number, body in enumerate(bodies):
        (done,) = convert(f"{body} {number}", place=Place("x.md", 1)).value
        memo.put(f"{number}", encode(done.pieces))
    texts = [Text(f"{number}", "fr", DAY) for number in range(len(bodies))]
    here = mentions(texts, REGISTER, pool=Serial(), memo=memo)
    fresh = Memo(tmp_path / "other.db")
    for number in range(len(bodies)):
        fresh.put(f"{number}", memo.get(f"{number}"))
    with ProcessPoolExecutor(1) as pool:
        pool.helped = helped
        assert here == mentions(texts, REGISTER, pool=pool, memo=fresh)
