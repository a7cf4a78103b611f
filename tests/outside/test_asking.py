"""Asking real hosts on loopback: they are asked one request at a time, with pauses, no more than they bear, and nobody else is.

The hosts' own log is the witness. Pauses are short, so that nobody waits; that they are kept is what the log shows.
"""

import threading
import time
from itertools import pairwise

import pytest

from fiche.fetch import Fetcher, is_public
from fiche.outside.asking import Asker, Manners
from fiche.outside.judging import Outcome
from fiche.outside.links import Spot
from fiche.problem import Place
from tests.strange_hosts import Hosts, resolve

QUICK = Manners(pause=0.0, again=(0.0, 0.0), patience=0.2)


@pytest.fixture
def hosts():
    with Hosts(copies={}) as hosts:
        yield hosts


def spots(url):
    return (Spot(Place("content/briefs/a.md", 1, 1), fragment=url.partition("#")[2]),)


def asked(urls, *, manners=QUICK, service="", seconds=5, names=resolve, tell=None):
    """Ask addresses; return what became of each, and the asker."""
    found = {}
    with Fetcher(
        "fiche/test", resolve=names, may=lambda host, ip: ip == "127.0.0.1" or is_public(ip), seconds=seconds
    ) as fetcher:
        asker = Asker(fetcher, time.monotonic, manners=manners, service=service)
        asker.ask({url.partition("#")[0]: spots(url) for url in urls}, tell or found.__setitem__)
    return found, asker


def outcomes(found):
    return [verdict.outcome for _, verdict in sorted(found.items())]


def test_a_host_is_asked_one_request_at_a_time_with_a_pause_before_the_next():
    with Hosts(takes=0.02) as hosts:
        wanted = [hosts.url(f"{host}.example", f"/200/{number}") for host in "abc" for number in range(4)]
        wanted += [hosts.url(f"{host}.example", f"/302/{hosts.url('a.example', '/200/x')}") for host in "bc"]
        found, _ = asked(wanted, manners=Manners(pause=0.05))

        assert {Outcome.OK} == set(outcomes(found))
        for host, count in (("a.example", 6), ("b.example", 5), ("c.example", 5)):
            log = sorted((one for one in hosts.log if one.host == host), key=lambda one: one.start)
            assert count == len(log)
            assert all(later.start - earlier.end >= 0.049 for earlier, later in pairwise(log))


def test_hosts_are_asked_side_by_side():
    with Hosts(takes=0.2) as hosts:
        asked([hosts.url(f"h{number}.example", "/200") for number in range(8)])

        log = sorted(hosts.log, key=lambda one: one.start)
        assert any(later.start < earlier.end for earlier, later in pairwise(log))


def test_what_head_says_well_costs_no_more_and_what_it_refuses_is_asked_by_get(hosts):
    found, _ = asked(
        [hosts.url("a.example", path) for path in ("/200", "/head-405/200", "/head-404/200", "/head-500/403", "/404")]
    )

    assert [Outcome.OK, Outcome.DEAD, Outcome.OK, Outcome.OK, Outcome.BLOCKED] == outcomes(found)
    assert 1 == hosts.paths.count("HEAD /200")
    assert 0 == hosts.paths.count("GET /200")
    assert ["HEAD /head-404/200", "GET /head-404/200"] == [path for path in hosts.paths if "head-404" in path]
    assert 1 == hosts.paths.count("GET /404")


def test_a_host_that_had_a_bad_moment_is_asked_again_and_one_that_has_a_bad_day_not_for_ever(hosts):
    found, _ = asked(
        [hosts.url("a.example", "/first-503/200"), hosts.url("b.example", "/503"), hosts.url("c.example", "/cut")]
    )

    assert [Outcome.OK, Outcome.UNSURE, Outcome.UNSURE] == outcomes(found)
    assert ["HEAD /503", "GET /503", "GET /503"] == [path for path in hosts.paths if path.endswith("/503")]
    assert ["HEAD /cut", "GET /cut", "GET /cut", "GET /cut"] == [path for path in hosts.paths if path.endswith("/cut")]


def test_a_host_that_asks_for_a_pause_gets_it(hosts):
    url = hosts.url("a.example", "/first-429/200?1")
    found, _ = asked([url], manners=Manners(pause=0.0, again=(0.0, 0.0), patience=5))
    log = hosts.log

    assert [Outcome.OK] == outcomes(found)
    assert ["HEAD", "GET", "GET"] == [one.method for one in log]
    assert all(later.start - earlier.end >= 0.99 for earlier, later in pairwise(log))


def test_a_host_that_asks_for_more_than_one_has_is_left_alone(hosts):
    first, *others = [hosts.url("a.example", f"/header/Retry-After/3600/429?{number}") for number in range(20)]
    found, _ = asked([first, *others, hosts.url("b.example", "/200")])

    assert [Outcome.BLOCKED, *[Outcome.LATER] * 19, Outcome.OK] == outcomes(found)
    assert "a.example asks for a pause" == found[others[0]].why
    assert 1 == len([one for one in hosts.log if one.host == "a.example"])


def test_a_host_that_does_not_answer_is_left_alone(hosts):
    urls = [hosts.url("a.example", f"/silent?{number}") for number in range(20)]
    found, _ = asked(urls, seconds=0.1, manners=Manners(pause=0.0, again=()))

    assert [Outcome.UNSURE, Outcome.UNSURE, *[Outcome.LATER] * 18] == outcomes(found)
    assert {"did not answer in time", "a.example does not answer"} == {verdict.why for verdict in found.values()}
    assert 4 == len(hosts.log)


def test_an_address_costs_no_more_than_a_few_bytes_and_no_more_than_its_time(hosts):
    began = time.monotonic()
    found, _ = asked(
        [hosts.url("a.example", "/huge"), hosts.url("b.example", "/huge#x"), hosts.url("c.example", "/drip")],
        seconds=2,
    )

    assert [Outcome.OK, Outcome.OK, Outcome.OK] == outcomes(found)
    assert time.monotonic() - began < 10


def test_a_place_in_a_page_is_looked_for(hosts):
    found, _ = asked(
        [hosts.url("a.example", "/ids#part-2"), hosts.url("b.example", "/ids#part-3"), hosts.url("c.example", "/200#x")]
    )

    assert [("part-2",), (), ()] == [verdict.found for _, verdict in sorted(found.items())]
    assert [(), ("part-3",), ("x",)] == [verdict.missing for _, verdict in sorted(found.items())]
    assert not any(path.startswith("HEAD") for path in hosts.paths)


def test_a_machine_of_a_private_network_is_never_asked(hosts):
    found, _ = asked(
        [
            "http://printer.test/",
            "http://cloud.test/latest/meta-data",
            "http://[::1]/",
            hosts.url("a.example", "/302/http://10.0.0.1/"),
        ]
    )

    assert {Outcome.PRIVATE} == set(outcomes(found))
    assert ["HEAD /302/http://10.0.0.1/"] == hosts.paths


def test_a_wall_that_wants_a_cookie_back_gets_it(hosts):
    found, _ = asked([hosts.url("a.example", "/cookie"), hosts.url("b.example", "/stay/x")])

    assert [Outcome.OK, Outcome.UNSURE] == outcomes(found)


# --------------------------------------------------------------------------- the archive


def test_of_a_dead_page_the_archive_is_asked_and_of_no_other():
    with Hosts() as hosts:
        gone, nowhere = hosts.url("a.example", "/404?x=1"), "http://nowhere.test/page"
        hosts.copies |= {gone: "20160825120000", nowhere: "20160101000000"}
        found, _ = asked(
            [
                gone,
                nowhere,
                hosts.url("a.example", "/410"),
                hosts.url("a.example", "/200"),
                hosts.url("a.example", "/403"),
            ],
            service=hosts.url("archive.example", "/wayback/available"),
        )

        copies = {url: verdict.copy.url for url, verdict in found.items() if verdict.copy}
        assert {
            gone: f"https://web.archive.org/web/20160825120000/{gone}",
            nowhere: f"https://web.archive.org/web/20160101000000/{nowhere}",
        } == copies
        assert 3 == len([one for one in hosts.log if one.host == "archive.example"])


def test_an_archive_that_does_not_want_to_be_asked_is_asked_no_more(hosts):
    found, _ = asked(
        [hosts.url("a.example", f"/404?{n}") for n in range(9)], service=hosts.url("archive.example", "/429")
    )

    assert [Outcome.DEAD] * 9 == outcomes(found)
    assert 2 == hosts.paths.count("GET /429?url=" + "") or 2 == len(
        [one for one in hosts.log if one.host == "archive.example"]
    )


# --------------------------------------------------------------------------- no network, and no more time


def no_names(host, port):
    return resolve("unlucky.test", port)


def no_hosts(host, port):
    return resolve("nowhere.test", port)


@pytest.mark.parametrize("count", [1, 100])
@pytest.mark.parametrize("service", ["", "http://archive.example/wayback/available"])
def test_a_machine_without_a_network_finds_no_dead_links(count, service):
    found, asker = asked([f"http://h{number}.example/" for number in range(count)], service=service, names=no_names)

    assert asker.is_offline
    assert not any(verdict.outcome is Outcome.DEAD for verdict in found.values())


def test_where_no_name_is_known_there_is_no_network_either():
    assert asked([f"http://h{number}.test/" for number in range(40)], names=no_hosts)[1].is_offline
    assert asked(["http://h1.test/"], names=no_hosts, service="http://archive.test/")[1].is_offline


def test_one_host_that_is_no_more_is_no_sign_of_a_missing_network(hosts):
    found, asker = asked(["http://nowhere.test/"], service=hosts.url("archive.example", "/wayback/available"))
    assert ([Outcome.DEAD], False) == (outcomes(found), asker.is_offline)
    found, asker = asked(["http://nowhere.test/"])
    assert ([Outcome.DEAD], False) == (outcomes(found), asker.is_offline)
    found, asker = asked([hosts.url("a.example", "/silent")], seconds=0.1)
    assert ([Outcome.UNSURE], False) == (outcomes(found), asker.is_offline)


def test_whoever_interrupts_it_has_been_told_what_was_known_and_waits_for_nobody(hosts):
    found = {}

    def tell(url, verdict):
        found[url] = verdict
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        asked(
            [hosts.url("a.example", "/200"), *(hosts.url(f"b{n}.example", "/silent") for n in range(3))],
            tell=tell,
            seconds=60,
        )
    assert [Outcome.OK] == outcomes(found)
    assert threading.active_count() < 30
