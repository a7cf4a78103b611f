"""The clock: how long nothing changes by itself."""

from datetime import UTC, datetime

from fiche.clock import still
from fiche.model import BriefHead, Desk, Gate, Manuscript, Site, Texts, When
from fiche.problem import Place

NOW = datetime(2016, 8, 24, 12, 0, tzinfo=UTC)
SITE = Site(title=Texts((("", "x"),)), base_url="https://example.org/", timezone="Europe/Paris", languages=("en",))


def desk(**gate):
    head = BriefHead(id="a", lang="en", title="A", date=When(datetime(2016, 8, 1, tzinfo=UTC), timed=False), slug="a")
    return Desk(SITE, (Manuscript(head, Gate(**gate), Place("content/briefs/a.md")),))


def test_it_ends_with_the_day_in_the_first_of_the_time_zones():
    since, until = still(desk(), NOW)

    assert (datetime(2016, 8, 24, 0, tzinfo=UTC), datetime(2016, 8, 24, 22, tzinfo=UTC)) == (since, until)


def test_it_ends_with_an_embargo_and_begins_with_one_that_is_over():
    ahead, past = datetime(2016, 8, 24, 12, 30, tzinfo=UTC), datetime(2016, 8, 24, 11, 59, tzinfo=UTC)

    assert ahead == still(desk(embargo=ahead), NOW)[1]
    assert past == still(desk(embargo=past), NOW)[0]
    assert NOW == still(desk(expires=NOW), NOW)[0]
