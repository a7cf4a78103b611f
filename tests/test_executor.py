"""Executors: work done in order, on anything, with little of it held at a time."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from fiche.executor import Serial, chunks, in_order


def test_results_come_in_the_order_of_their_tasks():
    with ThreadPoolExecutor(3) as pool:
        assert [n * n for n in range(50)] == list(in_order(pool, lambda n: n * n, range(50)))
    assert [n * n for n in range(50)] == list(in_order(Serial(), lambda n: n * n, range(50)))


def test_tasks_are_taken_as_they_are_needed():
    taken = []

    def tasks():
        for n in range(1000):
            taken.append(n)
            yield n

    results = in_order(Serial(), str, tasks())
    assert "0" == next(results)
    assert 1 == len(taken)
    with ThreadPoolExecutor(2) as pool:
        taken.clear()
        assert "0" == next(in_order(pool, str, tasks()))
        assert len(taken) < 50


def test_a_pool_that_is_helped_gets_its_results_in_order_and_few_are_held():
    taken, here = [], threading.get_ident()

    def tasks():
        for n in range(400):
            taken.append(n)
            yield n

    def work(n):
        own = threading.get_ident() == here
        if n == 0:
            first.wait()
        return n, own

    first = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        pool.workers, pool.helped = 1, True
        threading.Timer(0.05, first.set).start()
        results = in_order(pool, work, tasks())
        assert (0, False) == next(results)
        assert len(taken) < 20  # those behind a slow one are held, but not all
        rest = list(results)
    assert [*range(1, 400)] == [n for n, _ in rest]
    assert any(own for _, own in rest)


@pytest.mark.parametrize("pool", [Serial(), ThreadPoolExecutor(1)])
def test_what_fails_is_raised_where_its_result_is_asked_for(pool):
    with pytest.raises(ZeroDivisionError):
        list(in_order(pool, lambda n: 1 // n, [1, 0]))


def test_a_sequence_is_cut_into_equal_pieces_and_a_rest():
    assert [(0, 1, 2), (3, 4, 5), (6,)] == [tuple(piece) for piece in chunks(range(7), 3)]
    assert [] == list(chunks([], 3))
