"""Changes: what is sent makes of one set of files another, in an order that readers do not notice."""

from hypothesis import given
from hypothesis import strategies as st

from fiche.changes import Changes, compare
from fiche.outputs import turn

paths = st.sampled_from(
    [
        "index.html",
        "a/index.html",
        "b/index.html",
        "style.css",
        "media/map.png",
        "feed.atom",
        "sitemap.xml",
        "a/index.json",
        "a/index.html.gz",
    ]
)
sites = st.dictionaries(paths, st.sampled_from("pqr"))


def arrive(there, changes, site, *, steps):
    """Return what a place holds after so many steps of sending."""
    now = dict(there)
    work = [(path, True) for path in changes.sent] + [(path, False) for path in changes.gone]
    for path, sending in work[:steps]:
        if sending:
            now[path] = site[path]
        else:
            now.pop(path, None)
    return now


@given(sites, sites)
def test_what_is_sent_and_removed_makes_the_new_site_of_the_old_one(online, site):
    changes = compare(online, site)

    assert site == arrive(online, changes, site, steps=len(changes.sent) + len(changes.gone))
    assert len(site) == changes.same + len(changes.sent)
    assert bool(changes) == (online != site)


@given(sites, sites)
def test_nothing_is_sent_twice_or_without_need(online, site):
    changes = compare(online, site)

    assert {path for path in site if online.get(path) != site[path]} == set(changes.sent)
    assert online.keys() - site.keys() == set(changes.gone)
    assert len(changes.sent) + len(changes.gone) == len({*changes.sent, *changes.gone})


@given(sites, sites, st.integers(0, 20), sites)
def test_whoever_is_stopped_at_any_step_goes_on_from_there(online, site, steps, other):
    """Even to another site, and even if nobody knows which of the files arrived."""
    first = compare(online, site)
    there = arrive(online, first, site, steps=steps)
    unsure = {*first.sent, *first.gone}
    told = {path: digest for path, digest in there.items() if path not in unsure}
    second = compare(told, other, unsure=unsure)

    assert other == arrive(there, second, other, steps=len(second.sent) + len(second.gone))


@given(sites, sites)
def test_assets_come_before_pages_and_pages_before_what_lists_them_and_deletions_the_other_way_round(online, site):
    changes = compare(online, site)

    assert sorted(turn(path)[0] for path in changes.sent) == [turn(path)[0] for path in changes.sent]
    assert sorted((turn(path)[0] for path in changes.gone), reverse=True) == [turn(path)[0] for path in changes.gone]


def test_no_changes_are_false():
    assert not Changes(same=3)


def test_a_copy_is_sent_in_the_turn_of_its_file():
    some = ["feed.atom.br", "index.html.gz", "map.png", "feed.atom", "index.html", "x.csv.gz"]

    assert ["map.png", "x.csv.gz", "index.html", "index.html.gz", "feed.atom", "feed.atom.br"] == sorted(some, key=turn)
