"""Whether what is online is what the content gives: a folder, and a host asked over HTTP."""

import threading
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from fiche.built import Built
from fiche.digest import digest_bytes
from fiche.families.build import digest_of, told
from fiche.fetch import Fetcher
from fiche.verify import Difference, Kind, Online, at_address, digest_given, in_folder, seen, told_by

PAGE = "<!doctype html>\n<p>Words.</p>\n"
MOVED = '<!doctype html>\n<meta http-equiv="refresh" content="0; url=../new/">\n'
FILES = {
    "index.html": PAGE,
    "new/index.html": PAGE + "new",
    "old/index.html": MOVED,
    "gone/index.html": PAGE + "withdrawn",
    "404.html": PAGE + "nothing",
    "feed.atom": "<feed/>",
    "media/a b.bin": "\udcff",
    "index.html.gz": "copy",
    "_headers": "/*",
}


def lay(folder: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(text.encode("utf-8", "surrogateescape"))


@pytest.fixture
def given(tmp_path: Path) -> Built:
    lay(tmp_path / "given", FILES)
    digests = {path: digest_bytes((tmp_path / "given" / path).read_bytes()) for path in FILES}
    build = f'{{"version":1,"digest":"{digest_of(told(digests))}","files":9,"generator":"fiche x"}}'
    lay(tmp_path / "given", {"build.json": build})
    return Built(tmp_path / "given", digests | {"build.json": digest_bytes(build.encode())})


@pytest.fixture
def there(tmp_path: Path, given: Built) -> Path:
    lay(
        tmp_path / "there",
        {path: (given.folder / path).read_bytes().decode("utf-8", "surrogateescape") for path in given.files},
    )
    return tmp_path / "there"


class _Host(SimpleHTTPRequestHandler):
    answers: dict[str, tuple[int, dict[str, str], bytes]]

    def do_GET(self) -> None:
        if self.path not in self.answers:
            super().do_GET()
            return
        status, headers, body = self.answers[self.path]
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Write nothing to the terminal."""


@contextmanager
def served(folder: Path):
    """Yield the address of a host that shows a folder, and what it answers to some paths instead."""
    answers: dict[str, tuple[int, dict[str, str], bytes]] = {}
    kind = type("_Here", (_Host,), {"answers": answers})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(kind, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/", answers
    server.shutdown()
    server.server_close()


@pytest.fixture
def host(there: Path):
    """Yield a host that shows the same files."""
    with served(there) as found:
        yield found


def differences(given: Built, url: str) -> list[Difference]:
    with Fetcher("test") as fetcher:
        return [found for found in at_address(given, url, fetcher) if found]


def test_a_folder_with_the_same_files_differs_in_nothing(given, there):
    assert [] == list(in_folder(given, there))


def test_a_file_that_is_other_missing_or_more_is_told(given, there):
    (there / "index.html").write_text(PAGE.replace("Words", "Lies"))
    (there / "feed.atom").unlink()
    lay(there, {"ads.js": "x"})

    assert [
        Difference("feed.atom", Kind.MISSING),
        Difference("index.html", Kind.OTHER, "", "<p>Words.</p>", "<p>Lies.</p>"),
        Difference("ads.js", Kind.MORE),
    ] == list(in_folder(given, there))


def test_of_bytes_that_are_no_text_no_line_is_shown(given, there):
    (there / "media/a b.bin").write_bytes(b"\xfe")
    assert [Difference("media/a b.bin", Kind.OTHER)] == list(in_folder(given, there))


def test_what_is_cut_off_differs_at_its_end(given, there):
    (there / "new/index.html").write_text(PAGE)
    assert [("new", "")] == [(found.expected, found.found) for found in in_folder(given, there)]


def test_a_host_that_shows_the_same_files_differs_in_nothing(given, host):
    assert [] == differences(given, host[0])


def test_what_only_the_host_reads_and_compressed_copies_are_not_asked_for(given):
    assert {"_headers", "index.html.gz"} == given.files.keys() - set(seen(given))


def test_a_host_that_changes_a_page_on_its_way_is_found(given, host):
    url, answers = host
    answers["/"] = 200, {}, PAGE.replace("</p>", "</p><script src=//ads.example></script>").encode()

    (found,) = differences(given, url)
    assert ("index.html", Kind.OTHER, "<p>Words.</p><script src=//ads.example></script>") == (
        found.path, found.kind, found.found
    )  # fmt: skip


def test_a_host_may_send_readers_of_a_former_address_on_by_itself(given, host):
    url, answers = host
    answers["/old/"] = 301, {"Location": "/new/"}, b""
    assert [] == differences(given, url)

    answers["/old/"] = 301, {"Location": "/elsewhere/"}, b""
    assert ["old/index.html"] == [found.path for found in differences(given, url)]


def test_a_withdrawn_brief_may_be_410_and_the_page_of_what_is_not_there_404(given, host):
    url, answers = host
    answers["/gone/"] = 410, {}, FILES["gone/index.html"].encode()
    answers["/404.html"] = 404, {}, FILES["404.html"].encode()
    assert [] == differences(given, url)


def test_a_host_may_name_a_page_otherwise(given, host):
    url, answers = host
    answers["/404.html"] = 308, {"Location": "/404"}, b""
    answers["/404"] = 200, {}, FILES["404.html"].encode()
    assert [] == differences(given, url)


def test_a_page_that_is_not_there_and_one_that_is_refused_are_told_apart(given, host, there):
    url, answers = host
    (there / "feed.atom").unlink()
    answers["/new/"] = 403, {}, b"no"
    assert [("feed.atom", Kind.MISSING, "HTTP status 404"), ("new/index.html", Kind.UNKNOWN, "HTTP status 403")] == [
        (found.path, found.kind, found.detail) for found in differences(given, url)
    ]


def test_a_page_that_comes_packed_though_nobody_asked_cannot_be_compared(given, host):
    url, answers = host
    answers["/"] = 200, {"Content-Encoding": "br"}, b"..."
    assert [Kind.UNKNOWN] == [found.kind for found in differences(given, url)]


def test_a_host_that_does_not_answer_is_no_difference_of_the_files(given, monkeypatch):
    monkeypatch.setattr("fiche.verify._TRIES", 1)
    with Fetcher("test", seconds=0.2) as fetcher:
        online, answer = told_by(fetcher, "http://127.0.0.1:9/")
    assert (None, True) == (online, answer.fault is not None)


def test_a_host_says_which_version_it_has(given, host):
    with Fetcher("test") as fetcher:
        online, _ = told_by(fetcher, host[0])
    assert Online(digest_given(given), 9, "fiche x") == online


@pytest.mark.parametrize("said", [b"", b"[]", b"{}", b'{"digest": 1}', b"<html>", b"[" * 100_000])
def test_whatever_stands_at_its_place_it_is_a_version_or_none(given, host, said):
    url, answers = host
    answers["/build.json"] = 200, {}, said
    with Fetcher("test") as fetcher:
        assert None is told_by(fetcher, url)[0]
