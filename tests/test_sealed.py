"""Sealed files: whole and as they were, or not there."""

from hypothesis import given
from hypothesis import strategies as st

from fiche import sealed


def test_what_is_saved_is_read_back_by_its_owner_alone(tmp_path):
    sealed.save(tmp_path / "a" / "b.json", b"x\ny")

    assert (b"x\ny", 0o600) == (
        sealed.load(tmp_path / "a" / "b.json"),
        (tmp_path / "a" / "b.json").stat().st_mode & 0o777,
    )
    assert ["b.json"] == [file.name for file in (tmp_path / "a").iterdir()]


def test_what_is_not_there_is_nothing(tmp_path):
    assert None is sealed.load(tmp_path / "none")


@given(st.integers(0, 60), st.binary(min_size=1, max_size=1))
def test_what_was_changed_or_cut_is_nothing(tmp_path_factory, at, byte):
    file = tmp_path_factory.mktemp("sealed") / "x"
    sealed.save(file, b"some bytes that matter")
    data = bytearray(file.read_bytes())
    was = bytes(data)
    data[at % len(data)] = byte[0]
    file.write_bytes(data)

    assert (b"some bytes that matter" if bytes(data) == was else None) == sealed.load(file)
    file.write_bytes(was[: at % len(was)])
    assert None is sealed.load(file)
