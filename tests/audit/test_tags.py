"""The reading of HTML by its marks: the same as that of the standard library, on every page of the sample."""

from html.parser import HTMLParser

import pytest

from fiche.audit.tags import tags


class Judge(HTMLParser):
    """What the standard library's parser reads."""

    def __init__(self, text):
        super().__init__(convert_charrefs=False)
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, {name: value or "" for name, value in attrs}))


def read(text):
    return [(tag.name, tag.attributes) for tag in tags(text)]


def test_the_pages_of_the_sample_read_as_by_the_standard_library(built_site):
    pages = sorted(built_site.rglob("*.html"))[::7]

    assert len(pages) > 50
    assert [] == [page for page in pages if read(page.read_text("utf-8")) != Judge(page.read_text("utf-8")).found]


@pytest.mark.parametrize(
    "text",
    [
        '<a href="x>y" title=\'a "b"\'>z</a>',
        "<br/><img src=a.png alt>",
        "<p>1 < 2 <b>x</b>",
        '<a\nhref="x"\n>y</a>',
        "<!-- <a href=x> --><p>",
        '<script type="application/ld+json">{"a":"<p>"}</script><p>',
        "<style>a > b { }</style><p class=x>",
        '<a href="?a=1&amp;b=2">x</a>',
        "<x-y data-a=1>",
    ],
)
def test_what_looks_odd_reads_as_by_the_standard_library(text):
    assert Judge(text).found == read(text)


def test_a_script_keeps_what_is_in_it():
    (found,) = tags('<script type="application/ld+json">{"a": "<p>"}</script>')

    assert '{"a": "<p>"}' == found.content
