"""The form of `publish:` in the site's file."""

import pytest

from fiche import forms
from fiche.destination import S3, Destination, Folder, Git, Ssh, Zip
from fiche.model import Marking
from fiche.problem import Place
from tests.laws.sites import SITE

AT = "content/site.yaml"


def read(text):
    data = (SITE + text).encode()
    return forms.read_destinations(AT, data), [str(p).partition(": ")[2] for p in forms.read_site(AT, data).problems]


def test_destinations_are_read_in_their_order():
    found, problems = read(
        "publish:\n"
        "  public: {folder: /srv/www/x, keep: 0}\n"
        "  pages: {git: origin, history: none, cname: x.example}\n"
        "  server: {ssh: 'desk@www.example:/srv/x', keep: 1}\n"
        "  port: {ssh: 'ssh://[::1]:2222/srv/x y'}\n"
        "  home: {ssh: 'www:~/web/'}\n"
        "  bucket: {s3: briefs, prefix: /web, region: eu-west-3, cloudfront: E1A2}\n"
        "  store: {s3: briefs.x, endpoint_url: 'http://127.0.0.1:9000/'}\n"
        "  stick: {zip: out/briefs.zip}\n"
        "  desk: {folder: ../desk, audience: TLP:AMBER, base_url: https://desk.example, links: portable}\n"
        "  edge: {git: origin, server: netlify}\n"
        "  packed: {folder: p, compress: [zstd, gzip, gzip]}\n"
    )

    assert [] == problems
    assert [
        ("public", Folder("/srv/www/x", 0), Marking.CLEAR, None, None),
        ("pages", Git("origin", "gh-pages", history=False, cname="x.example"), Marking.CLEAR, None, None),
        ("server", Ssh("desk@www.example", "/srv/x", keep=1), Marking.CLEAR, None, None),
        ("port", Ssh("::1", "/srv/x y", 2222), Marking.CLEAR, None, None),
        ("home", Ssh("www", "web"), Marking.CLEAR, None, None),
        ("bucket", S3("briefs", "web/", "eu-west-3", cloudfront="E1A2"), Marking.CLEAR, None, None),
        ("store", S3("briefs.x", endpoint_url="http://127.0.0.1:9000"), Marking.CLEAR, None, None),
        ("stick", Zip("out/briefs.zip"), Marking.CLEAR, None, "portable"),
        ("desk", Folder("../desk"), Marking.AMBER, "https://desk.example/", "portable"),
        ("edge", Git("origin"), Marking.CLEAR, None, None),
        ("packed", Folder("p"), Marking.CLEAR, None, None),
    ] == [(one.name, one.to, one.audience, one.base_url, one.links) for one in found]
    copies = {"pages": (), "bucket": (), "store": (), "stick": (), "edge": (), "packed": ("gzip", "zstd")}
    assert copies == {one.name: one.compress for one in found if one.compress is not None}
    assert ["netlify"] == [one.server for one in found if one.server]
    assert Place(AT, SITE.count("\n") + 2, 11) == found[0].place


def test_without_a_word_there_are_none():
    assert ((), []) == read("")
    assert ((), []) == read("publish:\n")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("publish: here\n", "“publish” must name its destinations"),
        ("publish: {public: /srv}\n", "“public” must say what it is"),
        ("publish: {public: {}}\n", "says none"),
        ("publish: {public: {path: /srv}}\n", "says none"),
        ("publish: {public: {foldr: /srv}}\n", "says none; did you mean “folder”?"),
        ("publish: {public: {folder: , keep: 3}}\n", "“folder” of “public” is empty; write where the site goes"),
        ("publish: {public: {folder: a, zip: b.zip}}\n", "says “folder” and “zip”"),
        ("publish: {public: {ssh: 'ssh://desk@www.example.org/'}}\n", "write the server and a folder"),
        ("publish: {public: {ssh: 'https://www.example.org/srv/www'}}\n", "write the server and a folder"),
        (
            "publish: {undo: {folder: a}}\n",
            "in “publish”, “undo” cannot name a destination: “fiche publish” takes this word for a command",
        ),
        ("publish: {The Web: {folder: a}}\n", "“The Web” cannot name a destination: an id has lower-case letters"),
        ("publish: {public: {folder: a, branch: x}}\n", "there is no field “branch” here"),
        ("publish: {public: {folder: a, audience: SECRET}}\n", "“audience” cannot be “SECRET”"),
        ("publish: {public: {folder: a, audience: }}\n", "“audience” is empty"),
        ("publish: {public: {folder: a, keep: -1}}\n", "it must be 0 or more"),
        ("publish: {public: {zip: briefs}}\n", "ends in .zip"),
        ("publish: {public: {ssh: www.example.org}}\n", "write the server and a folder"),
        ("publish: {public: {ssh: '-oProxyCommand=x:/srv'}}\n", "write the server and a folder"),
        ("publish: {public: {ssh: 'me:secret@x.example:/srv'}}\n", "write the server and a folder"),
        ("publish: {public: {ssh: 'x.example:/'}}\n", "write the server and a folder"),
        ("publish: {public: {ssh: 'x.example:a/../..'}}\n", "write the server and a folder"),
        (
            "publish: {public: {s3: briefs, compress: gzip}}\n",
            "compressed copies are for a folder that nginx or Caddy shows",
        ),
        ("publish: {public: {folder: a, compress: [gz]}}\n", "“compress” cannot be “gz”: it can be gzip, brotli, zstd"),
        ("publish: {public: {folder: a, server: nginx}}\n", "“server” cannot be “nginx”"),
        ("publish: {public: {s3: 's3://briefs'}}\n", "write the name of a bucket alone"),
        ("publish: {public: {s3: briefs, prefix: a/../b}}\n", "write the folder in the bucket"),
        (
            "publish: {public: {s3: briefs, endpoint_url: 'https://me:x@s3.example'}}\n",
            "write the address of the store alone",
        ),
        ("publish: {public: {git: --upload-pack=x}}\n", "write the address of a repository"),
        ("publish: {public: {git: 'https://me:secret@host.example/x.git'}}\n", "it holds a password"),
        ("publish: {public: {git: origin, branch: a..b}}\n", "it is no name of a branch"),
        ("publish: {public: {git: origin, branch: a.lock}}\n", "it is no name of a branch"),
        ("publish: {public: {git: origin, cname: 'https://x.example'}}\n", "write the domain alone"),
    ],
)
def test_mistakes_are_told_by_every_command_with_their_place(text, expected):
    _, problems = read(text)

    assert 1 == len(problems)
    assert expected in problems[0]


@pytest.mark.parametrize(
    "text",
    [
        "git: 'https://me:secret@host.example/x.git'",
        "ssh: 'me:secret@x.example:/srv'",
        "s3: briefs, endpoint_url: 'https://me:secret@s3.example'",
        "git: 'https://me:secret@host.example/x.git', brnch: x",
        "folder: a, base_url: 'https://me:secret@x.example/'",
    ],
)
def test_a_password_is_refused_and_no_message_tells_it(text):
    problems = forms.read_site(AT, (SITE + f"publish: {{public: {{{text}}}}}\n").encode()).problems

    assert problems
    assert [] == [str(problem) for problem in problems if "secret" in f"{problem} {problem.excerpt}"]


def test_a_destination_of_which_the_audience_is_wrong_is_no_destination_of_another():
    found, _ = read("publish: {desk: {folder: a, audience: SECRET}}\n")

    assert [Marking.CLEAR] == [one.audience for one in found]


def test_where_a_site_is_published_is_no_part_of_the_site():
    """So that another destination makes no page anew."""
    plain = forms.read_site(AT, SITE.encode()).value
    assert plain == forms.read_site(AT, (SITE + "publish: {public: {folder: a}}\n").encode()).value
    assert Destination not in {type(getattr(plain, name)) for name in plain.__struct_fields__}
