"""`security.txt` as RFC 9116 has it, where it is looked for, and a word before it ends."""

import re
from datetime import datetime

import pytest

from fiche.audit import judged
from fiche.executor import Serial
from fiche.families.security import doubts
from fiche.forms import read_site
from fiche.pipeline import Paths, Wishes
from tests.conftest import ROOT

SITE = "title: T\nbase_url: https://x.example/\ntimezone: Europe/Paris\nlanguages: [fr, en]\n"
SAID = "security: {contact: [security@x.example, 'https://x.example/report', 'tel:+33-1-23'], expires: 2027-06-01, "
LINE = re.compile(r"[A-Z][A-Za-z-]+: \S[ -~]*")
"""A field as the grammar of the RFC has it, section 4."""


def read(text):
    found = read_site("content/site.yaml", text.encode())
    return found.value, [str(problem).partition(": ")[2] for problem in found.problems]


def test_it_stands_where_it_is_looked_for_and_says_what_the_site_says(press):
    more = "policy: https://x.example/policy, encryption: https://x.example/key.txt, acknowledgments: https://x.example/thanks}\n"
    site = press({}, site=SAID + more)

    assert [
        "Contact: mailto:security@x.example",
        "Contact: https://x.example/report",
        "Contact: tel:+33-1-23",
        "Expires: 2027-05-31T22:00:00Z",
        "Encryption: https://x.example/key.txt",
        "Acknowledgments: https://x.example/thanks",
        "Preferred-Languages: fr, en, ar",
        "Canonical: https://press.example/.well-known/security.txt",
        "Policy: https://x.example/policy",
        "",
    ] == (site / ".well-known/security.txt").read_text("ascii").split("\n")


def test_its_lines_are_fields_with_the_one_that_must_stand_once(press):
    site = press({}, site=SAID + "languages: [en]}\n")
    lines = (site / ".well-known/security.txt").read_bytes().decode("ascii").splitlines()

    assert [] == [line for line in lines if not LINE.fullmatch(line)]
    assert [1, 1] == [sum(line.startswith(name) for line in lines) for name in ("Expires: ", "Preferred-Languages: en")]


def test_without_a_word_there_is_none(press):
    assert not (press({}) / ".well-known").exists()


def test_an_audit_takes_its_address_for_what_is_meant_to_be_public(press):
    site = press({}, site=SAID + "}\n")
    paths = Paths(site.parent / "content", site, (ROOT / "templates",))
    found = judged(paths, Wishes(now=datetime.fromisoformat("2026-01-01T00:00:00+00:00")), pool=Serial())

    assert [] == [str(problem) for problem in found.problems if ".well-known" in problem.place.path]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2027-05-01T00:00:00+02:00", ""),
        ("2027-05-02T00:00:00+02:00", "expires on 2027-06-01"),
        ("2027-05-31T23:59:59+02:00", "expires on 2027-06-01"),
        ("2027-06-01T00:00:00+02:00", "expired on 2027-06-01, and nobody heeds it"),
    ],
)
def test_a_month_before_its_end_it_is_told(now, expected):
    site, _ = read(SITE + SAID + "}\n")
    told = [problem.what for problem in doubts(site, datetime.fromisoformat(now))]

    assert bool(expected) == len(told)
    assert [] == [what for what in told if expected not in what]


def test_below_the_root_of_a_host_it_is_not_made_and_that_is_told(press):
    site, _ = read(SITE.replace("example/", "example/a/") + SAID + "}\n")

    assert ["security-place"] == [problem.code for problem in doubts(site, datetime.fromisoformat("2026-01-01T00:00Z"))]
    assert not (press({}, site=SAID + "}\n", base_url="https://x.example/a/") / ".well-known").exists()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("security: {expires: 2027-06-01}\n", "the field “contact” is missing: say how to reach"),
        ("security: {contact: s@x.example}\n", "the field “expires” is missing: say until when"),
        (
            "security: {contact: 'http://x.example', expires: 2027-06-01}\n",
            "write an e-mail address, an address with https://",
        ),
        (
            "security: {contact: a@b.example, policy: 'http://x.example', expires: 2027-06-01}\n",
            "it must be an address with https",
        ),
        ("security: {contact: 'tel:1 2', expires: 2027-06-01}\n", "write a telephone as"),
        ("security: {contact: sécurité@x.example, expires: 2027-06-01}\n", "write it as browsers send it"),
        ("security: {contact: Marie, expires: 2027-06-01}\n", "write an e-mail address"),
        ("security: {contact: s@x.example, expires: soon}\n", "in “expires”, “soon” is not a date"),
        ("security: {contact: s@x.example, expires: 2027-06-01, hiring: x}\n", "there is no field “hiring” here"),
        ("security: security@x.example\n", "“security” must be a mapping"),
    ],
)
def test_mistakes_are_told(text, expected):
    _, problems = read(SITE + text)

    assert 1 == len(problems)
    assert expected in problems[0]
