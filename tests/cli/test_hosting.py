"""`fiche hosting` prints settings for the folder that is published to, and says where there is none."""

import pytest
from click.testing import CliRunner

from fiche.cli import cli
from tests.desk import at_work

SITE = "title: T\nbase_url: https://press.example/\ntimezone: UTC\nlanguages: [en]\n"
PLACES = """\
publish:
  stick: {zip: briefs.zip}
  public: {folder: /srv/www/press}
  far: {ssh: 'desk@www.press.example:web'}
  desk: {folder: /srv/www/desk, base_url: 'https://desk.press.example/'}
"""


def ask(*words, site=SITE):
    with at_work({"site.yaml": site}) as desk:
        return CliRunner().invoke(cli, ["hosting", "--content", str(desk.content), *words], catch_exceptions=False)


@pytest.mark.parametrize(
    ("words", "site", "expected"),
    [
        ((), SITE, 'root "/srv/www/press.example/current";'),
        ((), SITE + PLACES, 'root "/srv/www/press/current";'),
        (("far",), SITE + PLACES, 'root "/home/desk/web/current";'),
        (("desk",), SITE + PLACES, "server_name desk.press.example;"),
    ],
)
def test_it_names_the_folder_that_the_server_is_to_show(words, site, expected):
    run = ask("--for", "nginx", *words, site=site)

    assert 0 == run.exit_code
    assert f"    {expected}" in run.stdout.split("\n")


def test_caddy_is_told_in_its_own_words():
    assert "press.example {" in ask("--for", "caddy").stdout.split("\n")


@pytest.mark.parametrize(
    ("words", "expected"),
    [(("stick",), "is no folder that a web server shows"), (("publik",), "did you mean “public”")],
)
def test_a_place_that_no_server_shows_is_wrong_usage(words, expected):
    run = ask("--for", "nginx", *words, site=SITE + PLACES)

    assert (2, True) == (run.exit_code, expected in run.stderr)


def test_mistakes_of_the_content_are_told_instead():
    run = ask("--for", "nginx", site=SITE.replace("UTC", "Mars"))

    assert (1, "") == (run.exit_code, run.stdout)
    assert "timezone" in run.stderr
