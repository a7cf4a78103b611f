"""Compressed copies as readers receive them: nginx and Caddy send the copy, and it is the page."""

import os
from pathlib import Path

import pytest

from fiche.compression import ENCODINGS, unpacked
from tests.hosting.sites import SERVERS, by_nginx, publication

PAGE = "/briefs/2025/03/04/one/"
MODULE = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
NAMES = {"gzip": "gzip", "br": "brotli", "zstd": "zstd"}
"""Encodings as HTTP has them, and as settings do."""


def show(name, home, shown):
    if name == "caddy":
        return SERVERS[name](home, shown)
    if not MODULE.exists():
        if os.environ.get("CI") == "true":
            pytest.fail("CI needs Brotli for nginx (apt-get install libnginx-mod-http-brotli-static)", pytrace=False)
        pytest.skip("no Brotli for nginx here (apt-get install libnginx-mod-http-brotli-static)")
    return by_nginx(home, shown, modules=f"load_module {MODULE};\n")


@pytest.fixture(scope="module", params=[(name, base) for name in SERVERS for base in ("/", "/a/")], ids="".join)
def served(request, tmp_path_factory):
    name, base = request.param
    home = tmp_path_factory.mktemp("copies")
    shown = publication(home, f"https://press.example{base}", more="compress: [zstd, gzip, brotli]\n")
    with show(name, home, shown) as web:
        yield name, lambda path, **headers: web.ask(base.rstrip("/") + path, **headers), home / "site"


@pytest.mark.parametrize("path", [PAGE, "/feed.atom", "/media/t.csv", "/sitemap.xml"])
@pytest.mark.parametrize("accepted", ["gzip", "br", "zstd", "gzip, br", "identity"])
def test_what_is_received_is_the_file_whatever_it_is_sent_as(served, path, accepted):
    name, ask, folder = served
    status, headers, data = ask(path, accept_encoding=accepted)
    whole = (folder / f"{path.lstrip('/')}{'index.html' if path.endswith('/') else ''}").read_bytes()
    sent = headers.get("content-encoding", "identity")

    assert 200 == status
    assert whole == (data if sent == "identity" else unpacked(data, NAMES[sent], len(whole)))
    expected = {"gzip, br": "br", "zstd": "identity" if name == "nginx" else "zstd"}.get(accepted, accepted)
    assert expected == sent


@pytest.mark.parametrize("path", [PAGE, "/feed.atom"])
def test_the_copy_itself_is_sent_with_the_type_of_its_file_and_caches_are_told(served, path):
    _, ask, folder = served
    _, plain, _ = ask(path, accept_encoding="identity")
    _, headers, data = ask(path, accept_encoding="gzip")
    file = f"{path.lstrip('/')}{'index.html' if path.endswith('/') else ''}.gz"

    assert (folder / file).read_bytes() == data
    assert "Accept-Encoding" == headers["vary"]
    assert plain["content-type"] == headers["content-type"]
    assert plain["cache-control"] == headers["cache-control"]


def test_what_is_gone_or_not_found_is_sent_compressed_too(served):
    _, ask, folder = served
    for status, path, file in ((410, "/briefs/2025/03/05/two/", None), (404, "/nowhere/", "404.html")):
        answer = ask(path, accept_encoding="br")
        page = folder / (file or f"{path.lstrip('/')}index.html")
        assert status == answer[0]
        sent = answer[1].get("content-encoding", "identity")
        assert page.read_bytes() == (answer[2] if sent == "identity" else unpacked(answer[2], NAMES[sent], 1_000_000))


def test_each_text_has_a_copy_of_each_encoding_and_nothing_else_has(served):
    _, _, folder = served
    files = [file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()]
    endings = tuple(encoding.ending for encoding in ENCODINGS.values())
    texts = {file for file in files if not file.endswith(endings) and file != "static/x.3f9a1c20de.css"}

    assert {f"{file}{ending}" for file in texts for ending in endings} == {
        file for file in files if file.endswith(endings)
    }
