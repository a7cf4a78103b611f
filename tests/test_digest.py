"""Digests: one for each value, the same in every process (law 5)."""

import importlib
import pkgutil
import subprocess
import sys
import types
import typing
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Generic

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiche import model, publication, views
from fiche.digest import digest
from fiche.model import Marking, Texts
from fiche.value import Value

plain = st.none() | st.booleans() | st.integers() | st.text() | st.binary() | st.dates() | st.floats(allow_nan=False)
values = st.recursive(
    plain, lambda inner: st.lists(inner, max_size=4).map(tuple) | st.frozensets(plain, max_size=4), max_leaves=12
)


def shape(value):
    """Tell apart what Python calls equal: True and 1, 1 and 1.0."""
    if isinstance(value, tuple):
        return ("tuple", tuple(shape(part) for part in value))
    if isinstance(value, frozenset):
        return ("frozenset", frozenset(shape(part) for part in value))
    return (type(value), repr(value))


@given(values, values)
def test_equal_digests_mean_equal_values(one, two):
    assert (digest(one) == digest(two)) == (shape(one) == shape(two))


@given(st.lists(st.text(), min_size=2, max_size=5))
def test_moving_a_letter_between_neighbours_changes_the_digest(texts):
    joined = "".join(texts)

    assert (digest(tuple(texts)) == digest((joined,))) is False


def test_a_digest_is_the_same_in_another_process_with_another_hash_seed():
    code = "from fiche.digest import digest; print(digest((frozenset({'a', 'b', 'c'}), 1, None)))"
    printed = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout
        for seed in ("0", "1", "2")
    }

    assert printed == {digest((frozenset({"a", "b", "c"}), 1, None)) + "\n"}


def test_values_with_the_same_fields_differ_by_their_name():
    class One(Value, frozen=True):
        x: int

    class Two(Value, frozen=True):
        x: int

    assert digest(One(1)) != digest(Two(1))


def test_enums_dates_and_instants_have_digests():
    found = {
        digest(value)
        for value in (
            Marking.CLEAR,
            Marking.RED,
            0,
            date(2016, 1, 1),
            datetime(2016, 1, 1, tzinfo=UTC),
            Texts((("fr", "a"),)),
        )
    }

    assert len(found) == 6


@pytest.mark.parametrize("value", [[1], {"a": 1}, {1}, object(), (1, [2])])
def test_what_can_change_has_no_digest(value):
    with pytest.raises(TypeError, match="only frozen values"):
        digest(value)


def frozen(kind):
    """Say whether a type written in a field is one whose values cannot change."""
    if typing.get_origin(kind) in {tuple, frozenset, typing.Union, types.UnionType, Generic, Mapping}:
        return all(frozen(part) for part in typing.get_args(kind) if part is not ...)
    if isinstance(kind, typing.TypeVar):
        return True
    plain = {type(None), bool, int, float, str, bytes, date, datetime, Decimal}
    if not isinstance(typing.get_origin(kind) or kind, type):
        return "Any" not in str(kind)
    return kind in plain or issubclass(typing.get_origin(kind) or kind, Value | Enum)


VIEWS = [importlib.import_module(f"fiche.views.{found.name}") for found in pkgutil.iter_modules(views.__path__)]


@pytest.mark.parametrize("module", [model, publication, *VIEWS])
def test_every_field_of_a_value_is_of_a_kind_that_cannot_change(module):
    values = [kind for kind in vars(module).values() if isinstance(kind, type) and issubclass(kind, Value)]
    fields = {(kind.__name__, name): of for kind in values for name, of in typing.get_type_hints(kind).items()}

    assert [name for name, of in fields.items() if not frozen(of)] == []
