"""Scaffold: what is new is valid at once, whatever it is called."""

import unicodedata
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from fiche import forms, scaffold
from fiche.model import ActorKind, Status
from fiche.problem import Severity

NOW = datetime(2016, 8, 24, 22, 10, tzinfo=UTC)
SITE = forms.read_site(
    "content/site.yaml", b"title: x\nbase_url: https://x.example/\ntimezone: UTC\nlanguages: [fr, en]\n"
).value
names = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Cf", "Cn", "Co", "Zl", "Zp"]), min_size=1, max_size=60
).filter(str.strip)


def read(file):
    """Read a new file; hold it to having no mistake."""
    checked = forms.read(f"content/{file.path}", file.text.encode(), SITE)
    assert [] == [str(problem) for problem in checked.problems if problem.severity is Severity.ERROR]
    (sheet,) = checked.value
    return sheet.manuscript


@settings(max_examples=30)
@given(names, st.lists(names, max_size=2), st.lists(names, max_size=2))
def test_a_new_brief_is_valid_and_a_draft(title, actors, topics):
    found = read(scaffold.brief(title, now=NOW, lang="en", actors=actors, topics=topics))

    assert (Status.DRAFT, "en") == (found.gate.status, found.head.lang)
    assert " ".join(unicodedata.normalize("NFC", title).split()) == " ".join(found.head.title.split())
    assert (len(actors), len(topics)) == (len(found.head.actors), len(found.head.topics))


@settings(max_examples=30)
@given(names, st.sampled_from(ActorKind))
def test_a_new_actor_is_valid(name, kind):
    assert kind is read(scaffold.actor(name, kind=kind)).head.kind


@settings(max_examples=30)
@given(names, st.lists(names, max_size=2))
def test_a_new_topic_is_valid(label, parents):
    assert len(parents) == len(read(scaffold.topic(label, parents=parents)).head.parents)


@settings(max_examples=20)
@given(names)
def test_a_new_site_is_valid(title):
    files = scaffold.site(title, languages=["fr", "en"], timezone="Asia/Beirut", base_url="https://x.example/", now=NOW)
    settings_, *others = files

    assert () == forms.read_site("content/site.yaml", settings_.text.encode()).problems
    assert 3 == len([read(file) for file in others])
    assert Status.PUBLISHED is read(others[0]).gate.status
