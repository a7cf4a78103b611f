"""The text of a page, as readers see it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiche.page_text import page_text, split


def read(body, head=""):
    return page_text(f"<!doctype html><html><head>{head}</head>{body}</html>".encode())


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("M. Lavrov et J. Kerry sont à Genève. Ils parlent.", ["M. Lavrov et J. Kerry sont à Genève.", "Ils parlent."]),
        ("Mr. Kerry spoke. He left.", ["Mr. Kerry spoke.", "He left."]),
        ("The U.S. Army left. Then it rained.", ["The U.S. Army left.", "Then it rained."]),
        ("He said “no.” She left.", ["He said “no.”", "She left."]),
        ("Il a dit : « Non. » Puis rien.", ["Il a dit : « Non. »", "Puis rien."]),
        ("about 3.5 km, approx. nothing", ["about 3.5 km, approx. nothing"]),
        ("In 2016. In 2017.", ["In 2016.", "In 2017."]),
        ("ماذا قال؟ لا شيء.", ["ماذا قال؟", "لا شيء."]),
        ("", []),
        ("No end", ["No end"]),
    ],
)
def test_a_paragraph_is_cut_into_sentences(block, expected):
    assert expected == split(block)


@given(st.text(st.sampled_from("aB.!? “»\n’")))
def test_no_word_is_lost_in_cutting(block):
    assert "".join(block.split()) == "".join("".join(split(block)).split())


def test_what_is_read_is_the_main_part_without_navigation_and_what_is_hidden():
    text = read(
        '<body class="wide page-brief"><header>Site</header><main><nav>You are here</nav><h1>The <em>talks</em></h1>'
        "<p>One\n  two. Three.</p><p hidden>secret</p><span aria-hidden='true'>↗<span>x</span></span>"
        '<ul><li>A<li>B</ul><img src="m.png" alt="A map"><script>x</script></main><footer>End</footer></body>',
        head="<title>Talks – Site</title>",
    )

    assert ("The talks", "brief", "") == (text.title, text.kind, text.leads_to)
    assert ("The talks", "One two.", "Three.", "A", "B", "[A map]") == text.sentences


def test_a_page_without_main_is_read_whole_and_named_by_its_title():
    text = read("<body><p>One.</p></body>", head="<title>Old &amp; gone</title>")

    assert ("Old & gone", "", ("One.",)) == (text.title, text.kind, text.sentences)


def test_a_redirect_says_where_it_leads():
    text = read("<body></body>", head="<meta http-equiv='Refresh' content=\"0; URL='../b/'\">")

    assert "../b/" == text.leads_to


def test_an_empty_text_for_a_picture_is_no_word():
    assert () == read('<body><main><img alt=""></main></body>').sentences


@given(st.binary(max_size=200) | st.text(st.sampled_from("<>/!-abp =\"'&;h1main")).map(str.encode))
def test_any_bytes_are_read(data):
    assert isinstance(page_text(data).sentences, tuple)


def test_every_page_of_the_sample_has_a_title_and_a_text(built_site):
    pages = sorted(built_site.rglob("*.html"))
    assert [] == [page for page in pages if not page_text(page.read_bytes()).title]
    assert [] == [page for page in pages if not page_text(page.read_bytes()).sentences]
