"""What many tasks share: there as long as they take, made ready once by each thread."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from fiche.lent import borrowed, lent
from fiche.memo import Memo


def never(data, memo):
    raise AssertionError("it is ready here")


def test_it_lies_in_the_memo_only_as_long_as_it_is_lent(tmp_path):
    memo = Memo(tmp_path / "memo.db")
    with lent(b"names", memo, "own") as key:
        assert b"names" == Memo(tmp_path / "memo.db").get(key)
    assert key not in memo


def test_it_is_gone_where_the_tasks_failed(tmp_path):
    memo = Memo(tmp_path / "memo.db")
    with pytest.raises(ZeroDivisionError), lent(b"names", memo, "own"):
        1 / 0  # noqa: B018
    assert [] == list(memo)


def test_the_thread_that_lends_has_it_ready_and_others_make_it_ready_once(tmp_path):
    memo = Memo(tmp_path / "memo.db")
    made = []

    def ready(data, memo):
        made.append(data)
        return data.decode()

    with lent(b"names", memo, "own") as key, ThreadPoolExecutor(1) as pool:
        assert "own" == borrowed(str(memo.file), key, never)
        assert ["names"] * 3 == [pool.submit(borrowed, str(memo.file), key, ready).result() for _ in range(3)]
    assert [b"names"] == made


def test_the_same_bytes_of_another_memo_are_not_the_same(tmp_path):
    one, other = Memo(tmp_path / "one.db"), Memo(tmp_path / "other.db")
    with lent(b"names", one, "own") as key:
        other.put(key, b"names")
        other.flush()
        assert other.file.name == borrowed(str(other.file), key, lambda data, memo: memo.file.name)
