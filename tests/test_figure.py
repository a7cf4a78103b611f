"""A statement as a plain figure: all that a reader needs, and nothing that breaks the page around it."""

from fiche.figure import figure
from fiche.value import replace
from fiche.views.shared import Label, LinkView, ReferenceView, StatementView, TimeView

SAID = StatementView(
    id="un-mot",
    anchor="statement-mot",
    text=Label("Nous <sommes>.\n\nProches."),
    original=None,
    translated="",
    quoted=True,
    form="quote",
    form_label="propos",
    date=TimeView("2016-08-20", "20 août 2016"),
    speaker=LinkView(Label("John & Kerry"), "actors/kerry/"),
    office=Label("secrétaire d’État"),
    on_behalf_of=None,
    descriptor=Label(""),
    attribution_label="",
    venue=Label(""),
    topics=(),
    source=None,
    brief=None,
)


def url(target):
    return f"https://press.example/{target}?a&b"


def test_it_has_the_words_in_paragraphs_and_whose_they_are():
    assert (
        '<figure id="statement-mot">\n<blockquote>\n<p>Nous &lt;sommes&gt;.</p>\n<p>Proches.</p>\n</blockquote>\n'
        '<figcaption>— <a href="https://press.example/actors/kerry/?a&amp;b">John &amp; Kerry</a> · secrétaire d’État · '
        '<time datetime="2016-08-20">20 août 2016</time> · propos</figcaption>\n</figure>' == figure(SAID, url)
    )


def test_words_of_ours_are_no_quotation():
    assert "blockquote" not in figure(replace(SAID, quoted=False), url)


def test_a_translation_says_so_and_has_the_original_in_its_language():
    html = figure(replace(SAID, original=Label("قريبون", "ar", "rtl"), translated="traduction"), url)

    assert '<p><span lang="ar" dir="rtl">قريبون</span></p>' in html
    assert "· traduction" in html


def test_who_may_not_be_named_is_described():
    html = figure(
        replace(SAID, speaker=None, descriptor=Label("un diplomate"), attribution_label="source non nommée"), url
    )

    assert "— un diplomate · " in html
    assert html.endswith("source non nommée</figcaption>\n</figure>")


def test_a_source_is_linked_where_it_has_an_address():
    nothing = dict.fromkeys(ReferenceView.__struct_fields__, "")
    source = ReferenceView(**{**nothing, "title": Label("Une dépêche"), "url": "https://wire.example/?a&b"})

    assert '<a href="https://wire.example/?a&amp;b">Une dépêche</a></figcaption>' in figure(
        replace(SAID, source=source), url
    )
    assert "· Une dépêche</figcaption>" in figure(replace(SAID, source=replace(source, url="")), url)


def test_an_actor_without_a_page_is_not_linked():
    assert "— Ministère · " in figure(replace(SAID, speaker=LinkView(Label("Ministère"), "")), url)
