"""The memo: what was put is there another day; what was damaged is not there, and nothing fails."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiche.memo import Lost, Memo


def kept(file, values):
    memo = Memo(file)
    for key, data in values.items():
        memo.put(key, data)
    memo.close()


def test_what_was_kept_is_there_in_another_run(tmp_path):
    kept(tmp_path / "memo.db", {"a": b"1", "b": b"2"})
    memo = Memo(tmp_path / "memo.db")

    assert ({"a": b"1", "b": b"2"}, b"1", False) == (memo.many(["a", "b", "c"]), memo.get("a"), memo.damaged)
    assert ["a", "b"] == sorted(memo)


def test_what_is_not_there_is_told_by_its_key(tmp_path):
    memo = Memo(tmp_path / "memo.db")

    for ask, failure in ((memo.get, KeyError), (memo.sure, Lost)):
        with pytest.raises(failure, match="x"):
            ask("x")


def test_a_value_is_found_before_and_after_it_went_to_the_file(tmp_path):
    memo = Memo(tmp_path / "memo.db")
    memo.put("a", b"1")
    before = memo.get("a"), "a" in memo
    memo.flush()

    assert before == (memo.get("a"), "a" in memo) == (b"1", True)


def test_the_file_is_for_its_owner_alone(tmp_path):
    kept(tmp_path / "memo.db", {"a": b"1"})

    assert 0o600 == (tmp_path / "memo.db").stat().st_mode & 0o777


def test_what_is_wanted_no_more_goes_once_it_is_the_greater_part(tmp_path):
    kept(tmp_path / "memo.db", {str(n): b"x" * 2000 for n in range(2000)})
    size = (tmp_path / "memo.db").stat().st_size
    memo = Memo(tmp_path / "memo.db")
    memo.keep([str(n) for n in range(600)], about=600)
    some = len(list(memo))
    memo.keep([str(n) for n in range(100)], about=100)
    memo.close()

    assert (2000, 100) == (some, len(list(Memo(tmp_path / "memo.db"))))
    assert (tmp_path / "memo.db").stat().st_size < size / 4


def test_what_is_dropped_is_gone_and_a_cleared_memo_is_empty(tmp_path):
    kept(tmp_path / "memo.db", {"a": b"1", "b": b"2"})
    memo = Memo(tmp_path / "memo.db")
    memo.drop("a")
    left = list(memo)
    memo.clear()

    assert (["b"], []) == (left, list(memo))


@given(st.floats(0, 1), st.sampled_from(["cut", "flip", "zero"]))
def test_a_damaged_file_gives_no_wrong_value_and_takes_new_ones(tmp_path_factory, at, how):
    file = tmp_path_factory.mktemp("memo") / "memo.db"
    values = {f"key{n}": os.urandom(3000) for n in range(10)}
    kept(file, values)
    data = bytearray(file.read_bytes())
    place = int(at * (len(data) - 1))
    if how == "cut":
        data = data[:place]
    else:
        data[place : place + 16] = (
            bytes(16) if how == "zero" else bytes(byte ^ 0xFF for byte in data[place : place + 16])
        )
    file.write_bytes(data)
    memo = Memo(file)
    found = memo.many(values)
    memo.put("new", b"new")

    assert found.items() <= values.items()
    assert b"new" == memo.get("new")
    memo.close()


def test_a_file_that_cannot_be_kept_is_done_without(tmp_path):
    (tmp_path / "memo.db").mkdir()
    memo = Memo(tmp_path / "memo.db")
    memo.put("a", b"1")
    memo.close()

    assert b"1" == memo.get("a")
