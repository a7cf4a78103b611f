"""The publication that is measured is the same every time, and for every generator."""

import corpus
import pytest


def files(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("dialect", corpus.DIALECTS)
def test_the_same_seed_gives_the_same_bytes(tmp_path, dialect):
    for name, seed in (("one", 1), ("again", 1), ("other", 2)):
        list(corpus.write(tmp_path / name, briefs=12, seed=seed, dialect=dialect))

    assert files(tmp_path / "one") == files(tmp_path / "again")
    assert files(tmp_path / "one") != files(tmp_path / "other")


def test_every_dialect_says_the_same_of_the_same_texts(tmp_path):
    written = {
        dialect: list(corpus.write(tmp_path / dialect, briefs=12, dialect=dialect)) for dialect in corpus.DIALECTS
    }

    for dialect, briefs in written.items():
        assert briefs == written["fiche"]
        spoken = corpus.DIALECTS[dialect]
        for one in briefs:
            text = (tmp_path / dialect / spoken.folder / spoken.name(one)).read_text("utf-8")
            header, body = text[: -len(one.body)], text[-len(one.body) :]
            assert body == one.body
            assert [word for word in (one.title, one.summary, *one.actors, *one.topics) if word not in header] == []


def test_a_header_needs_no_escape():
    actors, topics = corpus.actor_ids(300), corpus.topic_ids(300)
    briefs = [corpus.brief(number, seed=1, actors=actors, topics=topics) for number in range(300)]

    assert [one.title + one.summary for one in briefs if set('"\\') & set(one.title + one.summary)] == []
