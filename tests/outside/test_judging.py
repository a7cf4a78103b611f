"""The examples in `examples/outside/judging.txt`: what an answer means.

A line `====== the fact it shows` starts an example. `asked ADDRESS` is the link; a line of a status and an address is a redirect
that was followed; a line of a status, perhaps with one header, the answer in the end; `body …` is its page, `fault NAME …` what
went wrong, by its name in `fetch.Fault`, with the library's words. `gives OUTCOME`, for a move with the new address, and `: why`
is what comes of it. To add an example, copy one and change it; one that fails shows what it gives now.
"""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiche.fetch import Answer, Fault, Hop
from fiche.outside.judging import Outcome, judged, places

FILE = Path(__file__).parents[1] / "examples" / "outside" / "judging.txt"


def examples():
    """Yield each example: its fact, the address, the answer, what it gives."""
    for chunk in FILE.read_text(encoding="utf-8").split("====== ")[1:]:
        fact, *lines = chunk.strip().split("\n")
        words = dict(line.partition(" ")[::2] for line in lines if not line[0].isdigit())
        answers = [line.partition(" ")[::2] for line in lines if line[0].isdigit()]
        hops = tuple(Hop(int(status), url) for status, url in answers if url.startswith("http"))
        ends = [(int(status), rest) for status, rest in answers if not rest.startswith("http")]
        status, said = ends[0] if ends else (0, "")
        fault, _, detail = words.get("fault", "").partition(" ")
        answer = Answer(
            hops[-1].url if hops else words["asked"],
            status,
            (tuple(said.split(": ")),) if said else (),
            words.get("body", "").encode(),
            fault=Fault[fault] if fault else None,
            detail=detail,
            hops=hops,
        )
        yield pytest.param(words["asked"], answer, words["gives"], id=fact)


@pytest.mark.parametrize(("asked", "answer", "gives"), list(examples()))
def test_an_answer_means_what_its_example_says(asked, answer, gives):
    verdict = judged(asked, answer)
    told = " ".join(filter(None, (verdict.outcome.value, verdict.url)))

    assert gives == told + f": {verdict.why}" * bool(verdict.why)


def test_every_outcome_that_an_answer_can_have_has_an_example():
    shown = {each.values[2].partition(":")[0].partition(" ")[0] for each in examples()}

    assert {outcome.value for outcome in Outcome} - {"later"} == shown


ADDRESSES = st.one_of(
    st.text(), st.text().map("http://{}".format), st.sampled_from(["http://[", "http://a\u2100.example/x"])
)


@given(ADDRESSES, st.lists(st.tuples(st.sampled_from([301, 302]), ADDRESSES)), ADDRESSES, st.integers(0, 999))
def test_whatever_an_address_is_there_is_a_verdict(asked, hops, end, status):
    answer = Answer(end, status, hops=tuple(Hop(*hop) for hop in hops), body=end.encode(errors="replace"))

    assert judged(asked, answer).outcome in Outcome


PAGE = (
    b"""<html><h1 id=plain>x</h1><p class=x id='single'><a name="double &amp; more">n</a><h2 id="user-content-part">"""
)
HTML = (("content-type", "text/html; charset=utf-8"),)


def page(**changes):
    return Answer("https://a.example/", **{"status": 200, "headers": HTML, "body": PAGE, "whole": True} | changes)


@pytest.mark.parametrize(
    ("wanted", "missing"),
    [
        (["plain", "single", "part", "user-content-part", "top", "Top"], []),
        (["Plain", "x", "plain2", "caf%C3%A9", "Lines"], ["Plain", "x", "plain2", "caf%C3%A9", "Lines"]),
        (
            [
                ":~:text=words",
                "!/route",
                "/route",
                "page=3&zoom=2",
                "double%20%26%20more",
                "L12",
                "L3-L40",
                "L3C1-L4C2",
            ],
            [],
        ),
    ],
)
def test_a_page_has_the_places_that_its_ids_and_names_make(wanted, missing):
    assert missing == list(places(page(), wanted)[1])
    assert [name for name in wanted if name not in missing] == list(places(page(), wanted)[0])


@pytest.mark.parametrize(
    "changes",
    [
        {"whole": False},
        {"headers": (("content-type", "application/pdf"),)},
        {"headers": (*HTML, ("content-encoding", "gzip"))},
        {"headers": ()},
    ],
)
def test_of_what_was_not_read_nothing_is_said(changes):
    assert (("nowhere",), ()) == places(page(**changes), ["nowhere", "nowhere"])
