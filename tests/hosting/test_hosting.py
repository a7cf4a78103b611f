"""What is printed for a server: nothing withheld, and no way out of a text."""

import pytest

from fiche.hosting import Hosted, Ways
from fiche.hosting.caddy import caddy
from fiche.hosting.nginx import nginx
from fiche.value import replace
from tests.hosting.sites import by_nginx, publication


def test_addresses_of_what_is_withheld_are_not_among_them(tmp_path):
    shown = publication(tmp_path, "https://press.example/")

    assert [] == [text for text in (str(shown.ways), nginx(shown), caddy(shown)) if "zqx" in text.lower()]


def test_the_ways_are_those_of_all_languages(tmp_path):
    shown = publication(tmp_path, "https://press.example/")

    here = "briefs/2025/03/04/one/"
    assert (
        Ways(
            moved=(("briefs/2025/03/04/uno/", here), ("old/page/", here), ("été/$a;{b}.html", here)),
            gone=("briefs/2025/03/05/two/",),
            lost=("404.html", "fr/404.html"),
        )
        == shown.ways
    )


def test_without_redirects_and_pages_for_what_is_not_found_there_are_no_ways(tmp_path):
    shown = publication(tmp_path, "https://press.example/", more="outputs: {redirects: off, not-found: off}\n")

    assert Ways() == shown.ways
    with by_nginx(tmp_path, shown) as web:
        assert [404, 200] == [web.get("/nowhere")[0], web.get("/")[0]]


@pytest.mark.parametrize("show", [nginx, caddy])
def test_a_quotation_mark_in_a_policy_ends_no_text(tmp_path, show):
    shown = publication(tmp_path, "https://press.example/", more="security_policy: 'default-src \"x\" {y}'\n")

    assert 'default-src \\"x\\"' in show(shown)
    assert 'default-src "x"' not in show(shown)


def test_a_dollar_in_a_policy_is_no_variable(tmp_path):
    shown = publication(tmp_path, "https://press.example/", more="security_policy: 'img-src https://x.example/$a'\n")

    with by_nginx(tmp_path, shown) as web:
        assert "img-src https://x.example/%24a; frame-ancestors 'none'" == web.ask("/")[1]["content-security-policy"]


@pytest.mark.parametrize("base", ["/", "/a-b/"])
def test_a_link_leads_to_the_release_that_is_online_and_none_leads_out_of_it(tmp_path, base):
    shown = replace(publication(tmp_path, f"https://press.example{base}"), root=str(tmp_path / "current"))
    (tmp_path / "current").symlink_to("site")
    (tmp_path / "site/out").symlink_to(tmp_path / "content/site.yaml")

    with by_nginx(tmp_path, shown, around="disable_symlinks on;\n") as web:
        found = {path: web.get(base + path)[0] for path in ("", "briefs/2025/03/04/one/", "fr/", "out", "nowhere")}
    assert {"": 200, "briefs/2025/03/04/one/": 200, "fr/": 200, "out": 403, "nowhere": 404} == found


def test_what_is_said_of_one_publication_is_always_the_same(tmp_path):
    shown = publication(tmp_path, "https://press.example/")
    again = Hosted(shown.site, shown.ways, shown.root)

    assert (nginx(shown), caddy(shown)) == (nginx(again), caddy(again))
