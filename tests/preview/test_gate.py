"""Gate: who is answered, by the rule itself and by a real server on a real socket."""

import asyncio
import http.client
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import datetime

import pytest

from fiche.executor import Serial
from fiche.pipeline import Paths, Wishes
from fiche.preview.gate import HEADERS, is_loopback, is_ours, refusal
from fiche.preview.room import Room
from fiche.preview.server import Desired, listening, serve
from tests.laws.sites import NOW, SITE, folder, theme

HOST = "localhost:8000"
FOREIGN = "a page of another site asked for this"


# --------------------------------------------------------------------------- the host


@pytest.mark.parametrize(
    "name", ["localhost", "127.0.0.1", "[::1]", "site.localhost", "a.b.localhost", "LocalHost", "SITE.LOCALHOST"]
)
@pytest.mark.parametrize("port", ["", ":80", ":8000", ":65535", ":"])
def test_this_machine_is_answered_by_its_own_names_at_any_port(name, port):
    assert is_ours(f"{name}{port}", ())
    assert "" == refusal("GET", {"host": f"{name}{port}"}, ())


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8000",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "127.0.0.1.nip.io:8000",
        "evillocalhost",
        "xlocalhost:8000",
        "0.0.0.0:8000",
        "192.168.1.7:8000",
        "[::]:8000",
        "[fe80::1]:8000",
        "2130706433",
        "127.1",
        "0x7f.0.0.1",
        "127.0.0.2",
        "::1",
        "",
        " ",
        ":8000",
        "user@evil.example",
        "localhost@evil.example",
        "user@localhost:8000",
        "localhost:8000@evil.example",
        "localhost:8000:80",
        "localhost::8000",
        "localhost:http",
        "localhost:-1",
        "localhost: 8000",
        "localhost.",
        "127.0.0.1.:8000",
        "site.localhost.",
        "localhost, evil.example",
        "localhost/",
        "localhost\t",
        "evil.example#localhost",
        "ⓛocalhost",
    ],
)
def test_a_name_that_is_not_ours_is_refused_whoever_it_points_at(host):
    assert not is_ours(host, ())
    assert "does not answer to the name" in refusal("GET", {"host": host}, ())


def test_a_request_without_a_host_is_refused():
    assert "does not answer to the name ''" in refusal("GET", {}, ())


def test_a_host_that_the_author_allowed_is_answered_and_no_other():
    known = ("Desk.Example", "[fe80::1]", "192.168.1.7")

    assert ["", "", "", ""] == [
        refusal("GET", {"host": host}, known)
        for host in ("desk.example", "DESK.example:8000", "[fe80::1]:8000", "192.168.1.7:80")
    ]
    assert all(
        refusal("GET", {"host": host}, known)
        for host in ("x.desk.example", "desk.example.evil.example", "192.168.1.70:80", "")
    )


def test_a_long_name_is_not_repeated_whole():
    assert 300 > len(refusal("GET", {"host": "x" * 10_000}, ()))


@pytest.mark.parametrize("host", ["[::1]evil.example", "[::1].evil.example:80", "[::1", "[::1]:http"])
def test_an_address_with_something_behind_it_is_refused(host):
    assert not is_ours(host, ())


def test_a_malformed_host_is_refused_where_one_listens_at_every_address_too():
    assert not is_ours("evil.example:8000:80", ("",))


# --------------------------------------------------------------------------- the page that asks


def asked(method="GET", host=HOST, **headers):
    """Say why a request with these headers is refused."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return refusal(method, {"host": host, **named}, ())


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
@pytest.mark.parametrize("host", [HOST, "127.0.0.1:8000", "[::1]:8000", "site.localhost:8000"])
def test_a_page_of_ours_may_ask(method, host):
    assert "" == asked(method, host, origin=f"http://{host}")
    assert "" == asked(method, host, origin=f"http://{host}", sec_fetch_site="same-origin", sec_fetch_mode="cors")


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "http://evil.example:8000",
        "http://localhost",
        "http://localhost:3000",
        "http://127.0.0.1:8000",
        "http://x.localhost:8000",
        "http://localhost:8000.evil.example",
        "http://evil.example/http://localhost:8000",
        "http://localhost:8000/",
        "http://user@localhost:8000",
        "null",
        "",
        "://",
        "file://",
        "localhost:8000",
        "chrome-extension://abcdef",
        "http://evil.example, http://localhost:8000",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
def test_a_page_of_another_origin_is_refused(origin, method):
    assert FOREIGN == asked(method, origin=origin)


def test_an_origin_that_is_null_is_refused_without_a_host_too():
    assert refusal("GET", {"origin": "null"}, ())


VISIT = {"sec_fetch_mode": "navigate", "sec_fetch_dest": "document"}


ELSEWHERE = pytest.mark.parametrize("site", ["cross-site", "same-site"])


@ELSEWHERE
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_visit_from_another_site_is_allowed(site, method):
    assert "" == asked(method, sec_fetch_site=site, **VISIT)


@ELSEWHERE
def test_a_form_of_another_site_is_refused(site):
    assert FOREIGN == asked("POST", sec_fetch_site=site, **VISIT)


@ELSEWHERE
@pytest.mark.parametrize("inside", ["iframe", "frame", "embed", "object", "fencedframe"])
def test_a_frame_of_another_site_is_refused(site, inside):
    assert FOREIGN == asked(sec_fetch_site=site, sec_fetch_mode="navigate", sec_fetch_dest=inside)


@ELSEWHERE
@pytest.mark.parametrize(
    ("mode", "dest"),
    [
        ("no-cors", "script"),
        ("no-cors", "image"),
        ("no-cors", "style"),
        ("no-cors", "empty"),
        ("cors", "empty"),
        ("cors", "font"),
        ("same-origin", "empty"),
        ("websocket", "websocket"),
        ("", "document"),
    ],
)
def test_a_part_of_a_page_of_another_site_is_refused(site, mode, dest):
    assert FOREIGN == asked(sec_fetch_site=site, sec_fetch_mode=mode, sec_fetch_dest=dest)


@ELSEWHERE
def test_what_says_no_more_than_that_it_is_from_another_site_is_refused(site):
    assert FOREIGN == asked(sec_fetch_site=site)


def test_what_no_page_asked_for_is_answered():
    assert "" == asked(sec_fetch_site="none", **VISIT)
    assert "" == asked()


def test_a_site_that_is_none_of_the_known_words_is_refused():
    assert FOREIGN == asked(sec_fetch_site="other", sec_fetch_mode="cors")


# --------------------------------------------------------------------------- the address one listens at


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1.2.3", "::1", "[::1]", "localhost"])
def test_an_address_of_this_machine_alone_is_known(host):
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host",
    ["0.0.0.0", "::", "[::]", "192.168.1.7", "10.0.0.1", "fe80::1", "8.8.8.8", "desk.example", "", "localhost.x"],
)
def test_an_address_that_others_reach_is_known(host):
    assert not is_loopback(host)


# --------------------------------------------------------------------------- a real server


@contextmanager
def served(home, **desired):
    """Serve a publication in a thread of its own; give the port."""
    now = datetime.fromisoformat(NOW)
    paths = Paths(home / "content", home / "site", (theme(),))
    ready = threading.Event()
    loop = asyncio.new_event_loop()

    async def run():
        room = Room(paths, Wishes(now=now, unveiled=True), Wishes(now=now), now=lambda: now, say=str, poll=True)
        task = loop.create_task(
            serve(room, wished, listener, pool=Serial(), token="a-token", ready=ready.set)  # the test's own
        )
        ending.append(task.cancel)
        with suppress(asyncio.CancelledError):
            await task

    ending = []
    wished = Desired(port=0, **desired)
    with listening(wished) as listener, ThreadPoolExecutor(1) as hands:
        running = hands.submit(loop.run_until_complete, run())
        try:
            assert ready.wait(60)
            yield listener.getsockname()[1]
        finally:
            loop.call_soon_threadsafe(*ending)
            running.result(60)
            loop.close()


@pytest.fixture(scope="module")
def port():
    with (
        folder({"site.yaml": SITE, "briefs/a.md": "---\ntitle: Un\ndate: 2016-08-20\n---\nUn mot.\n"}) as home,
        served(home, hosts=("desk.example",)) as number,
    ):
        yield number


def answer(port, method="GET", path="/", host="", **headers):
    """Ask the server, and return its answer's status, headers and text."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request(method, path, headers={"Host": host or f"localhost:{port}", **named})
        told = connection.getresponse()
        return told.status, {name.lower(): value for name, value in told.getheaders()}, told.read().decode()
    finally:
        connection.close()


def test_a_visitor_on_this_machine_gets_the_page(port):
    status, headers, text = answer(port)

    assert (200, "text/html; charset=utf-8") == (status, headers["content-type"])
    assert "La Dépêche" in text


def test_a_host_allowed_at_the_start_gets_the_page(port):
    assert 200 == answer(port, host=f"desk.example:{port}")[0]


PLACES = ["/", "/briefs/2016/08/20/a/", "/static/style.css", "/nothing/", "/_desk/", "/_desk/live.js", "/_desk/events"]


@pytest.mark.parametrize("path", PLACES)
def test_a_name_that_was_pointed_at_this_machine_gets_nothing(port, path):
    status, _, text = answer(port, path=path, host=f"evil.example:{port}")

    assert 403 == status
    assert text.startswith(f"this preview does not answer to the name 'evil.example:{port}'")


@pytest.mark.parametrize("path", PLACES)
def test_a_script_of_another_site_gets_nothing(port, path):
    for headers in ({"Origin": "http://evil.example"}, {"Origin": "null"}, {"Sec_Fetch_Site": "cross-site"}):
        status, _, text = answer(port, path=path, **headers)

        assert (403, f"{FOREIGN}\n") == (status, text)


@pytest.mark.parametrize("path", ["/_desk/open", "/_desk/shown"])
def test_what_acts_is_refused_to_another_site(port, path):
    assert 403 == answer(port, "POST", path, Origin="http://evil.example", X_Fiche_Token="a-token")[0]


@pytest.mark.parametrize("path", [path for path in PLACES if path != "/_desk/events"])
@pytest.mark.parametrize("host", ["localhost", "evil.example"])
def test_every_answer_says_that_it_is_nobody_elses(port, path, host):
    headers = answer(port, path=path, host=host)[1]

    assert dict(HEADERS) == {name: value for name, value in headers.items() if name in HEADERS}


def test_what_does_not_know_the_token_opens_no_file(port):
    for token in ({}, {"X_Fiche_Token": ""}, {"X_Fiche_Token": "another"}, {"X_Fiche_Token": "é"}):
        status, _, text = answer(port, "POST", "/_desk/open", **token)

        assert (404, '{"said": "there is no "}') == (status, text)
