"""One address asked of real servers on loopback: whatever they do, there is an answer, and it costs no more than the limits."""

import os
import shutil
import socket
import subprocess
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiche.fetch import Answer, Fault, Fetcher, Hop, host_of, is_public
from tests.strange_hosts import HUGE, Hosts, query, resolve


@pytest.fixture(scope="module")
def hosts():
    with Hosts() as hosts:
        yield hosts


@pytest.fixture
def fetcher():
    with Fetcher("fiche/test", resolve=resolve, seconds=20) as fetcher:
        yield fetcher


@pytest.mark.parametrize("status", [200, 204, 301, 404, 410, 429, 503, 999])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_status_is_the_answers(hosts, fetcher, status, method):
    answer = fetcher.get(hosts.url("a.example", f"/{status}"), method=method)

    assert (status, None, True) == (answer.status, answer.fault, answer.whole)


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        ("/cut", Fault.CUT),
        ("/short", Fault.CUT),
        ("/garbage", Fault.GARBAGE),
        ("/301/ftp://a.example/", Fault.ADDRESS),
        ("/stay/x", Fault.REDIRECTS),
    ],
)
def test_what_is_no_whole_answer_says_why(hosts, fetcher, path, fault):
    assert fault == fetcher.get(hosts.url("a.example", path), redirects=3).fault


@pytest.mark.parametrize("path", ["/silent", "/drip"])
def test_a_host_that_takes_its_time_is_cut_off_even_if_it_sends_something_now_and_then(hosts, path):
    with Fetcher("x", resolve=resolve, seconds=0.3) as fetcher:
        answer = fetcher.get(hosts.url("slow.example", path))

    assert Fault.TIMEOUT == answer.fault


def test_of_a_body_no_more_is_read_than_is_wanted(hosts, fetcher):
    answer = fetcher.get(hosts.url("a.example", "/huge"), size=1000)

    assert (200, b"x" * 1000, False) == (answer.status, answer.body, answer.whole)
    assert str(HUGE) == answer.header("content-length")


def test_a_body_of_just_the_size_is_whole(hosts, fetcher):
    answer = fetcher.get(hosts.url("a.example", "/body/four/200"), size=4)

    assert (b"four", True) == (answer.body, answer.whole)


def test_what_old_servers_send_is_read_to_the_end_of_the_connection(hosts, fetcher):
    answer = fetcher.get(hosts.url("a.example", "/old"))

    assert (200, b"old", True) == (answer.status, answer.body, answer.whole)


def test_redirects_are_followed_as_far_as_one_wants(hosts, fetcher):
    end = hosts.url("b.example", "/200")
    start = hosts.url("a.example", f"/301/{hosts.url('c.example', f'/302/{end}')}")

    assert end == fetcher.get(start).target.partition("/302/")[2]
    assert Fault.REDIRECTS == fetcher.get(start, redirects=1).fault
    followed = fetcher.get(start, redirects=2)
    assert (end, 200, [301, 302]) == (followed.url, followed.status, [hop.status for hop in followed.hops])
    assert Hop(302, end) == followed.hops[-1]


def test_what_a_host_says_holds_no_sign_that_a_terminal_obeys(hosts, fetcher):
    end = hosts.url("b.example", "/200/\x1b[31m\u202e")
    answer = fetcher.get(hosts.url("a.example", "/header/Location/") + query(end) + "/301", redirects=1)

    assert (200, True) == (answer.status, answer.url.isascii() and answer.url.isprintable())
    assert answer.url == answer.hops[-1].url
    strange = fetcher.get(
        hosts.url("a.example", "/header/Location/") + query("http://a\x1b.example/") + "/301", redirects=1
    )
    assert (Fault.ADDRESS, "") == (strange.fault, host_of(strange.url))


def test_a_cookie_goes_back_to_the_host_that_sets_it_and_to_no_other(hosts, fetcher):
    assert 200 == fetcher.get(hosts.url("biscuit.example", "/cookie"), redirects=3).status
    fetcher.get(hosts.url("biscuit.example", f"/301/{hosts.url('other.example', '/200')}"), redirects=3)
    sent = [one.headers.get("Cookie") for one in hosts.log if one.host in {"biscuit.example", "other.example"}]
    assert [None, "seen=yes", None, None] == sent


def test_nothing_is_sent_but_what_an_address_needs(hosts, fetcher):
    fetcher.get(hosts.url("bare.example", "/200#part"), headers=[("Accept", "text/html")])
    (asked,) = (one for one in hosts.log if one.host == "bare.example")

    assert "/200" == asked.path
    assert {"Host", "User-Agent", "Accept", "Accept-Encoding"} == set(asked.headers)
    sent = {"User-Agent": "fiche/test", "Accept": "text/html", "Accept-Encoding": "identity"}
    assert sent.items() <= asked.headers.items()


def test_a_connection_serves_the_next_request(hosts, fetcher):
    for _ in range(3):
        fetcher.get(hosts.url("kept.example", "/200"))

    (pool,) = (fetcher._pools.pools.get(key) for key in list(fetcher._pools.pools.keys()))
    assert (1, 3) == (pool.num_connections, pool.num_requests)


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("http://nowhere.test/", Fault.NO_HOST),
        ("http://unlucky.test/", Fault.NO_NAMES),
        ("http://[::1/", Fault.ADDRESS),
        ("http:///x", Fault.ADDRESS),
        ("ftp://a.example/", Fault.ADDRESS),
        (f"http://{'a' * 70}.example/", Fault.ADDRESS),
        ("http://a.example:99999/", Fault.ADDRESS),
    ],
)
def test_an_address_that_leads_to_no_machine_says_why(fetcher, url, fault):
    assert Answer(url, fault=fault) == fetcher.get(url)


@given(st.text(), st.text())
def test_whatever_an_address_is_and_wherever_it_sends_one_there_is_an_answer(host, location):
    with Fetcher("x", resolve=lambda *_: resolve("nowhere.test", 0)) as fetcher:
        for url in (f"http://{host}", f"https://a.example/{host}", host):
            assert fetcher.get(url, redirects=3).fault in {Fault.ADDRESS, Fault.NO_HOST}
    assert isinstance(Answer(f"http://{host}", 302, (("location", location),)).target, str)


def test_a_port_at_which_nobody_listens_takes_no_connection(fetcher):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and does not listen
        assert Fault.REFUSED == fetcher.get(f"http://a.example:{taken.getsockname()[1]}/").fault


def test_of_the_addresses_of_a_host_the_next_is_tried_where_one_does_not_answer(hosts):
    nowhere = "255.255.255.255"  # no system connects to it
    with Fetcher("x", resolve=lambda *_: (nowhere, nowhere), seconds=5) as fetcher:
        assert Fault.UNREACHABLE == fetcher.get("http://a.example/").fault
    with Fetcher("x", resolve=lambda *_: (nowhere, "127.0.0.1"), seconds=5) as fetcher:
        assert 200 == fetcher.get(hosts.url("a.example", "/200")).status


def test_a_machine_that_may_not_be_asked_gets_no_connection_whatever_its_name_and_wherever_it_comes_from(hosts):
    asked = []

    def may(host, address):
        asked.append((host, address))
        return host == "a.example" or is_public(address)

    with Fetcher("x", resolve=resolve, may=may) as fetcher:
        secret = hosts.url("secret.example", "/200")
        answer = fetcher.get(hosts.url("a.example", f"/302/{secret}"), redirects=3)
        assert (Fault.FORBIDDEN, "127.0.0.1") == (answer.fault, answer.detail)
        assert Fault.FORBIDDEN == fetcher.get(hosts.url("both.test", "/200")).fault
        assert Fault.FORBIDDEN == fetcher.get(hosts.url("127.0.0.1", "/200")).fault
    assert [] == [one for one in hosts.log if one.host in {"secret.example", "both.test", "127.0.0.1"}]
    assert ("both.test", "10.0.0.1") in asked


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True), ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True), ("::ffff:93.184.215.14", True),
        ("64:ff9b::5db8:d70e", True),
        ("127.0.0.1", False), ("10.1.2.3", False), ("172.16.0.1", False), ("192.168.1.1", False), ("169.254.169.254", False),
        ("100.64.0.1", False), ("0.0.0.0", False), ("224.0.0.1", False), ("255.255.255.255", False), ("192.0.2.1", False),
        ("::1", False), ("::", False), ("fe80::1%eth0", False), ("fc00::1", False), ("ff02::1", False), ("2001:db8::1", False),
        ("::ffff:127.0.0.1", False), ("64:ff9b::7f00:1", False), ("2002:7f00:1::", False), ("2002:c0a8:101::1", False),
        ("64:ff9b:1::1", False), ("::127.0.0.1", False), ("2001:0:7f00:1::", False), ("localhost", False), ("", False),
    ],
)  # fmt: skip
def test_only_addresses_of_the_public_internet_are_public(address, public):
    assert public == is_public(address)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("http://A.Example:80/x", "a.example"), ("https://[2001:DB8::1]:8080/", "2001:db8::1"),
        ("https://Ämter.example/", "xn--mter-koa.example"), ("mailto:x", ""), ("http://[", ""),
    ],
)  # fmt: skip
def test_a_host_is_named_in_one_way(url, host):
    assert host == host_of(url)


def test_a_host_that_fails_is_asked_again_as_often_as_one_wants(hosts, fetcher, monkeypatch):
    waited = []
    monkeypatch.setattr(fetcher, "wait", waited.append)
    assert 503 == fetcher.get(hosts.url("again.example", "/503"), tries=3).status
    assert 200 == fetcher.get(hosts.url("again.example", "/first-429/200?7"), tries=3).status
    assert 404 == fetcher.get(hosts.url("again.example", "/404"), tries=3).status
    assert 200 == fetcher.get(hosts.url("again.example", "/first-503/200?9999"), tries=2).status

    assert [1, 2, 7, 30] == waited


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "120"}, 120),
        ({"retry-after": "Wed, 21 Oct 2015 07:28:10 GMT", "date": "Wed, 21 Oct 2015 07:28:00 GMT"}, 10),
        ({"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT", "date": "Wed, 21 Oct 2015 07:29:00 GMT"}, 0),
        ({"retry-after": "Wed, 21 Oct 2015 07:28:10 GMT"}, None),
        ({"retry-after": "soon"}, None),
        ({}, None),
    ],
)
def test_how_long_a_host_wants_to_be_left_alone(headers, seconds):
    assert seconds == Answer("http://a.example/", 429, tuple(headers.items())).asks_to_wait


def test_a_location_may_be_relative_or_in_letters_of_any_script():
    headers = (("location", "../été?x#y".encode().decode("latin-1")),)

    assert "http://a.example/été?x#y" == Answer("http://a.example/b/c", 302, headers).target
    assert "" == Answer("http://a.example/", 200, headers).target
    assert "" == Answer("http://a.example/", 302).target


def test_what_is_on_its_way_ends_when_the_work_is_stopped(hosts, fetcher):
    found = []
    begun = threading.Thread(target=lambda: found.append(fetcher.get(hosts.url("slow.example", "/silent"))))
    begun.start()
    while not fetcher._errands or not any(errand.lines for errand in fetcher._errands):
        assert begun.is_alive()
    fetcher.stop()
    begun.join(10)

    assert Fault.STOPPED == found[0].fault
    assert Fault.STOPPED == fetcher.get(hosts.url("a.example", "/200")).fault
    assert fetcher.wait(100)


def test_every_request_has_its_turn(hosts, fetcher):
    turns = []

    class Turn:
        def __init__(self, host):
            turns.append(host)

        def __enter__(self):
            turns.append("in")

        def __exit__(self, *_):
            turns.append("out")

    fetcher.get(hosts.url("a.example", f"/301/{hosts.url('b.example', '/200')}"), redirects=1, turn=Turn)

    assert ["a.example", "in", "out", "b.example", "in", "out"] == turns


# --------------------------------------------------------------------------- TLS


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """Return a file with a certificate for `safe.example` that nobody has signed, and its key."""
    program = shutil.which("openssl")
    if program is None:
        if os.environ.get("CI") == "true":
            pytest.fail("CI needs openssl", pytrace=False)
        pytest.skip("no openssl here")
    file = tmp_path_factory.mktemp("tls") / "both.pem"
    words = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=safe.example -addext subjectAltName=DNS:safe.example"
    subprocess.run([program, *words.split(), "-keyout", file, "-out", f"{file}.crt"], check=True, capture_output=True)
    with file.open("ab") as both:
        both.write(file.with_name("both.pem.crt").read_bytes())
    return file


def test_a_certificate_that_nobody_known_has_signed_is_not_safe(certificate, fetcher):
    with Hosts(certificate) as hosts:
        answer = fetcher.get(hosts.url("safe.example", "/200"))

    assert (Fault.TLS, True) == (answer.fault, "self-signed" in answer.detail)
    assert [] == hosts.log


def test_a_certificate_must_be_that_of_the_host(certificate):
    with Hosts(certificate) as hosts, Fetcher("x", resolve=resolve, certificates=str(certificate)) as fetcher:
        assert 200 == fetcher.get(hosts.url("safe.example", "/200")).status
        other = fetcher.get(hosts.url("other.example", "/200"))

    assert (Fault.TLS, True) == (other.fault, "other.example" in other.detail)


def test_a_handshake_with_what_speaks_no_tls_is_not_safe(hosts, fetcher):
    plain = hosts.url("a.example", "/200").replace("http:", "https:")

    assert Fault.TLS == fetcher.get(plain).fault
