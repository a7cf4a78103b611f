"""The long run of law 6, `make fuzz`: over 20,000 files, most of them read alone, some thousand built into a site."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.inputs import check_said, damaged, headers, read_one, records, sample, within
from tests.laws.secrets import AUDIENCES, secrets
from tests.laws.sites import public_briefs
from tests.laws.test_law_3_non_interference import traces
from tests.laws.test_law_6_never_a_traceback import PATHS, SMALL, built

pytestmark = pytest.mark.fuzz

many = settings(max_examples=5_000)
some = settings(max_examples=1_500)


def read(path, data):
    with within(15):
        check_said(read_one(path, data), path, data)


@many
@given(damaged(sample("briefs")))
def test_damaged_briefs(file):
    read(*file)


@many
@given(damaged(sample("actors", "topics", "events", "sources", "figures", "pages"), most=6))
def test_damaged_registers(file):
    read(*file)


@settings(max_examples=2_000)
@given(damaged({"site.yaml": sample(".")["site.yaml"]}))
def test_damaged_settings(file):
    read(*file)


@many
@given(
    st.sampled_from([*PATHS, "site.yaml"]),
    st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")),
)
def test_any_bytes(path, data):
    read(path, data)


@many
@given(headers())
def test_any_text_in_any_field(data):
    read("briefs/any.md", data)


@some
@given(damaged(SMALL))
def test_publications_with_a_damaged_file(file):
    path, data = file
    built(SMALL | {path: data})


@settings(max_examples=600)
@given(public_briefs(), st.lists(secrets(), max_size=8), st.lists(secrets(), max_size=8), st.sampled_from(AUDIENCES))
def test_withheld_matter(briefs, one, two, audience):
    briefs = tuple({brief.path: brief for brief in briefs}.values())

    assert [] == traces(briefs, one, two, audience=audience)


@some
@given(records())
def test_publications_with_any_text_in_any_field_of_a_register(file):
    path, data = file
    built(SMALL | {path: data})


@some
@given(headers())
def test_publications_with_any_text_in_any_field(data):
    built(SMALL | {"briefs/any.md": data})
