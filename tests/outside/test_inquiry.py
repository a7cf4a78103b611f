"""A check of links whole: what an author is told, what is kept, and what a second check asks."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from fiche.checks.rule import judged
from fiche.mend import mended
from fiche.outside.asking import Manners
from fiche.outside.inquiry import Inquiry
from fiche.outside.judging import Outcome
from fiche.outside.rules import OUTSIDE
from tests.checks.desks import studied
from tests.strange_hosts import Hosts, resolve

NOW = datetime(2016, 8, 24, 12, tzinfo=UTC)
INSIDE = frozenset(f"{name}.example" for name in "abcde") | {"archive.example"}


@pytest.fixture
def hosts():
    with Hosts() as hosts:
        yield hosts


def inquiry(own, *, now=NOW, **wishes):
    return Inquiry(
        own=own, now=now, clock=time.monotonic, inside=INSIDE, resolve=resolve,
        manners=Manners(pause=0.0, again=()), **wishes,
    )  # fmt: skip


def told(files, asking):
    """Return what is found in some files, as path, line, severity, what and code; and what is waived."""
    with studied(files) as study:
        found = judged(study, asking(study), OUTSIDE)
        changes = {one.path: one.after.decode() for one in mended(found.problems, study.ground.sources)}
    return [str(one).partition("\n")[0].removeprefix("content/") for one in found.problems], found.waived, changes


def site(hosts, **settings):
    archive = settings.get("archive", hosts.url("archive.example", "/wayback/available"))
    ignore = settings.get("ignore", [])
    return (
        "title: X\nbase_url: https://press.example/\ntimezone: UTC\nlanguages: [fr]\n"
        f"link_checks: {{archive: {archive!r}, ignore: {ignore}}}\n{settings.get('checks', '')}"
    )


def brief(*urls, header=""):
    return f"---\ntitle: Un\ndate: 2016-08-20\n{header}---\n" + "\n\n".join(f"[x]({url})" for url in urls) + "\n"


def test_an_author_is_told_at_each_place_what_became_of_a_link_and_what_to_do(hosts, tmp_path):
    gone, moved = hosts.url("a.example", "/404"), hosts.url("b.example", f"/301/{hosts.url('c.example', '/200')}")
    hosts.copies[gone] = "20160823101112"
    files = {
        "site.yaml": site(hosts),
        "briefs/a.md": brief(gone, moved, hosts.url("c.example", "/403"), hosts.url("d.example", "/ids#nowhere")),
        "briefs/b.md": brief(gone, hosts.url("e.example", "/500"), "http://printer.test/", "http://nowhere.test/x"),
        "sources/s.yaml": f"- id: s\n  title: S\n  url: {gone}\n  accessed: 2016-08-22\n",
    }
    found, _, changes = told(files, inquiry(tmp_path))
    copy = f"https://web.archive.org/web/20160823101112/{gone}"

    assert [
        f"briefs/a.md:5:5: warning: “{gone}” answers 404; link the copy of 2016-08-23 instead: {copy} [link-dead]",
        f"briefs/a.md:7:5: note: “{moved}” has moved for good; write {hosts.url('c.example', '/200')} [link-moved]",
        f"briefs/a.md:9:5: note: “{hosts.url('c.example', '/403')}” answers 403 to programs; look in a browser whether it is there [link-blocked]",
        f"briefs/a.md:11:5: note: “{hosts.url('d.example', '/ids#nowhere')}” leads to no place of its page, as it is sent; look in a browser, or leave out what follows “#” [link-anchor]",
        f"briefs/b.md:5:5: warning: “{gone}” answers 404; link the copy of 2016-08-23 instead: {copy} [link-dead]",
        f"briefs/b.md:7:5: note: “{hosts.url('e.example', '/500')}” answers 500; it is asked again the next time [link-unsure]",
        "briefs/b.md:9:5: warning: “http://printer.test/” leads into a private network (printer.test), where no reader can follow; link a public page, or take the link out [link-private]",
        "briefs/b.md:11:5: warning: “http://nowhere.test/x” leads to nowhere.test, and there is no such host; look for a copy to link instead: https://web.archive.org/web/20160820/http://nowhere.test/x [link-dead]",
        f"sources/s.yaml:3:8: warning: “{gone}” answers 404; link the copy of 2016-08-23 as “archived”: {copy} [link-dead]",
    ] == found  # fmt: skip
    assert {
        "content/sources/s.yaml": f"- id: s\n  title: S\n  url: {gone}\n  archived: {copy}\n  accessed: 2016-08-22\n"
    } == changes


def test_a_dead_source_whose_copy_is_linked_is_worth_a_note(hosts, tmp_path):
    gone = hosts.url("a.example", "/404")
    files = {
        "site.yaml": site(hosts),
        "sources/s.yaml": f"id: s\ntitle: S\nurl: {gone}\narchived: {hosts.url('b.example', '/200')}\n",
    }

    assert [
        f"sources/s.yaml:3:6: note: “{gone}” answers 404; its archived copy is linked beside it [link-dead]"
    ] == told(files, inquiry(tmp_path))[0]
    assert not any("wayback" in path for path in hosts.paths)


def test_a_site_says_how_grave_a_finding_is_and_a_file_waives_one(hosts, tmp_path):
    files = {
        "site.yaml": site(hosts, checks="checks: {link-dead: error, link-blocked: off}\n", archive="off"),
        "briefs/a.md": brief(hosts.url("a.example", "/404"), hosts.url("a.example", "/403")),
        "briefs/b.md": brief(hosts.url("a.example", "/410"), header="waive: {link-dead: Mort., link-unsure: So.}\n"),
    }
    found, waived, _ = told(files, inquiry(tmp_path))

    assert ["briefs/a.md:5:5: error:"] == [one[:23] for one in found]
    assert [("link-dead", "Mort.")] == [(one.problem.code, one.reason) for one in waived]
    assert {"HEAD", "GET"} == {path.split()[0] for path in hosts.paths}


def test_what_is_ignored_is_not_asked(hosts, tmp_path):
    files = {
        "site.yaml": site(hosts, ignore=[hosts.url("a.example", "/*")]),
        "briefs/a.md": brief(hosts.url("a.example", "/404")),
    }

    assert [] == told(files, inquiry(tmp_path))[0]
    assert [] == hosts.paths


def test_an_address_is_asked_once_however_often_it_stands_there(hosts, tmp_path):
    url = hosts.url("a.example", "/200")
    asking = inquiry(tmp_path)
    told({"site.yaml": site(hosts), "briefs/a.md": brief(url, url), "briefs/b.md": brief(url)}, asking)

    assert ["HEAD /200"] == hosts.paths
    assert ({Outcome.OK: 1}, 1) == (asking.counts(), asking.asked)


def test_what_is_known_is_not_asked_again_until_it_is_old_or_somebody_wants_it(hosts, tmp_path):
    files = {
        "site.yaml": site(hosts, archive="off"),
        "briefs/a.md": brief(
            *(
                hosts.url(f"{name}.example", f"/{status}")
                for name, status in zip("abcde", (200, 404, 403, 429, 500), strict=True)
            )
        ),
    }
    first = told(files, inquiry(tmp_path))
    hosts.log.clear()
    assert first == told(files, inquiry(tmp_path))
    assert ["GET /500", "HEAD /429", "HEAD /500"] == sorted(hosts.paths)
    hosts.log.clear()
    told(files, inquiry(tmp_path, now=NOW + timedelta(days=2)))
    assert {"/404", "/429"} <= {path.split()[1] for path in hosts.paths}
    assert {"/200", "/403"}.isdisjoint(path.split()[1] for path in hosts.paths)
    hosts.log.clear()
    told(files, inquiry(tmp_path, again=True))
    assert "HEAD /200" in hosts.paths


def test_a_second_call_asks_nothing_twice_and_what_is_new_once(hosts, tmp_path):
    asking = inquiry(tmp_path, again=True)
    told({"site.yaml": site(hosts), "briefs/a.md": brief(hosts.url("a.example", "/500"))}, asking)
    hosts.log.clear()
    found, _, _ = told(
        {
            "site.yaml": site(hosts),
            "briefs/a.md": brief(hosts.url("a.example", "/500"), hosts.url("b.example", "/404")),
        },
        asking,
    )

    assert ["link-unsure", "link-dead"] == [one.rpartition("[")[2].rstrip("]") for one in found]
    assert {"/404"} == {path.split()[1] for path in hosts.paths if "wayback" not in path}


def test_hosts_that_are_left_alone_are_told_once(hosts, tmp_path):
    urls = [hosts.url("a.example", f"/header/Retry-After/9999/429?{number}") for number in range(5)]
    found, _, _ = told({"site.yaml": site(hosts), "briefs/a.md": brief(*urls)}, inquiry(tmp_path))

    assert ["link-blocked", "link-later"] == [one.rpartition("[")[2].rstrip("]") for one in found]
    assert "note: a.example asks for a pause; 4 of its addresses are asked another time" in found[1]


def test_without_a_network_one_thing_is_told_and_what_is_known_stays(hosts, tmp_path):
    known = hosts.url("a.example", "/404")
    files = {"site.yaml": site(hosts, archive="off"), "briefs/a.md": brief(known)}
    told(files, inquiry(tmp_path))
    files["briefs/a.md"] = brief(known, *(f"http://h{number}.test/" for number in range(30)))
    asking = inquiry(tmp_path)
    found, _, _ = told(files, asking)

    assert ["link-dead", "link-later"] == [one.rpartition("[")[2].rstrip("]") for one in found]
    assert (
        "site.yaml: note: there is no network here, and no other host was asked; 30 addresses are left for another time [link-later]"
        == found[1]
    )
    assert (True, 0, {Outcome.DEAD: 1}) == (asking.is_offline, asking.asked, asking.counts())


def test_a_host_learns_who_asks_and_nothing_of_where_the_link_stands(hosts, tmp_path):
    told(
        {
            "site.yaml": site(hosts),
            "briefs/secret.md": brief(hosts.url("a.example", "/200"), header="marking: TLP:RED\n"),
        },
        inquiry(tmp_path),
    )
    (asked,) = hosts.log

    assert "fiche/" in asked.headers["User-Agent"]
    assert "+https://press.example/" in asked.headers["User-Agent"]
    assert {"Host", "User-Agent", "Accept", "Accept-Encoding"} == set(asked.headers)


def test_whoever_stops_it_finds_the_answers_the_next_time(hosts, tmp_path):
    files = {
        "site.yaml": site(hosts),
        "briefs/a.md": brief(hosts.url("a.example", "/200"), hosts.url("b.example", "/silent")),
    }

    def stop(done, of):
        raise KeyboardInterrupt

    asking = inquiry(tmp_path)
    asking.progress = stop
    with pytest.raises(KeyboardInterrupt):
        told(files, asking)
    hosts.log.clear()
    files["briefs/a.md"] = brief(hosts.url("a.example", "/200"))
    assert [] == told(files, inquiry(tmp_path))[0]
    assert "HEAD /200" not in hosts.paths  # that of the other may come now
