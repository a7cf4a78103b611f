"""For how long it is believed what was found out, and that it may be lost."""

from datetime import UTC, datetime, timedelta

import pytest

from fiche.outside.judging import Copy, Outcome, Verdict
from fiche.outside.known import Known, is_fresh, load, save

NOW = datetime(2016, 8, 24, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("outcome", "days"),
    [
        (Outcome.OK, 30), (Outcome.MOVED, 30), (Outcome.BLOCKED, 7), (Outcome.DEAD, 1), (Outcome.UNSURE, 0), (Outcome.PRIVATE, 0),
        (Outcome.LATER, 0),
    ],
)  # fmt: skip
def test_a_verdict_is_believed_for_its_days(outcome, days):
    known = Known(NOW, Verdict(outcome))

    assert bool(days) == is_fresh(known, NOW)
    assert bool(days) == is_fresh(known, NOW + timedelta(days=days, seconds=-1))
    assert not is_fresh(known, NOW + timedelta(days=days))


def test_what_comes_from_the_future_or_will_not_last_is_not_believed():
    assert not is_fresh(Known(NOW + timedelta(hours=1), Verdict(Outcome.OK)), NOW)
    assert not is_fresh(Known(NOW, Verdict(Outcome.BLOCKED, lasting=False)), NOW)


def test_a_verdict_that_says_nothing_of_a_place_is_no_answer_to_it():
    known = Known(NOW, Verdict(Outcome.OK, found=("a",), missing=("b",)))

    assert is_fresh(known, NOW, ["a", "b"])
    assert not is_fresh(known, NOW, ["a", "c"])
    assert is_fresh(Known(NOW, Verdict(Outcome.DEAD)), NOW, ["a"])


def test_what_will_be_believed_is_kept(tmp_path):
    verdict = Verdict(Outcome.DEAD, "answers 404", copy=Copy("https://web.archive.org/web/1/x", "1"))
    lasting = {"https://a.example/": Known(NOW, verdict)}
    save(tmp_path / "own", lasting | {"https://b.example/": Known(NOW, Verdict(Outcome.UNSURE))}, NOW)

    assert lasting == load(tmp_path / "own")
    assert 0o600 == (tmp_path / "own" / "links.json").stat().st_mode & 0o777


@pytest.mark.parametrize("data", [b"", b"{}", b"\n{}", b"\xff", b"x" * 100])
def test_what_is_damaged_is_nothing(tmp_path, data):
    (tmp_path / "links.json").write_bytes(data)

    assert {} == load(tmp_path)
    assert {} == load(tmp_path / "nowhere")


def test_where_nothing_can_be_kept_nothing_is(tmp_path):
    (tmp_path / "file").write_text("")
    save(tmp_path / "file", {"https://a.example/": Known(NOW, Verdict(Outcome.OK))}, NOW)

    assert {} == load(tmp_path / "file")
