"""Offices and who held them."""

import re

import pytest

from tests.laws.sites import SITE, press

FILES = {
    "site.yaml": SITE,
    "actors/fabius.yaml": "kind: person\nnames: Laurent Fabius\n"
    "roles: [{title: {fr: ministre des Affaires étrangères, en: Foreign Minister}, org: france, start: 2012-05, end: 2016-02-11}]\n",
    "actors/ayrault.yaml": "kind: person\nnames: Jean-Marc Ayrault\n"
    "roles: [{title: {en: Foreign Minister}, org: france, start: 2016-02-11, end: 2017-05}]\n",
    "actors/x.yaml": "kind: person\nnames: Xavier\nroles: [{title: envoyé, start: 2016, acting: true}, {title: secret, start: 2017}]\n",
    "actors/france.yaml": "kind: state\nnames: {fr: France, en: France}\n",
    "briefs/un.md": "---\ntitle: Un\ndate: 2016-08-20\n---\n",
}


@pytest.fixture(scope="module")
def tree():
    done = press(FILES)
    assert done.build.ok, done.build.problems
    return done.tree


def test_an_office_has_its_holders_the_latest_first_whatever_language_joins_them(tree):
    page = tree["offices/index.html"].decode()
    (line,) = re.findall(r'<div id="france-ministre-des-affaires-etrangeres">(.*?)</div>', page, re.DOTALL)
    assert ["Jean-Marc Ayrault", "Laurent Fabius"] == re.findall(r'<a href="../actors/\w+/">([^<]*)</a>', line)
    assert 1 == line.count('class="current"')


def test_offices_stand_under_their_organisation_those_without_one_last(tree):
    assert ["France", "Sans organisation"] == re.findall(
        r'<h2 class="period">(?:<a[^>]*>)?([^<]*)', tree["offices/index.html"].decode()
    )
    assert "par intérim" in tree["offices/index.html"].decode()


def test_an_office_of_the_future_is_not_told(tree):
    assert b"secret" not in tree["offices/index.html"]


def test_the_foot_leads_there_in_every_language(tree):
    assert b'href="offices/"' in tree["index.html"]
    assert b'href="../en/offices/"' in tree["en/index.html"]


def test_without_offices_there_is_no_page():
    built = press({name: text for name, text in FILES.items() if name == "site.yaml" or "briefs" in name}).tree
    assert [] == [path for path in built if "offices" in path]
    assert b"offices/" not in built["index.html"]
