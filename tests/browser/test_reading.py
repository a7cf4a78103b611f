"""Reading in a real browser: without script, by keyboard, on a phone, on paper, from right to left."""

import re
from pathlib import Path

import pytest

LIMIT = 60_000
"""Bytes of a brief's page with its CSS, not compressed: what a reader on a bad line waits for."""

FOCUS = """() => {
  const at = document.activeElement, box = at.getBoundingClientRect(), style = getComputedStyle(at);
  const over = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return {
    name: at === document.body ? '' : `${at.tagName} ${at.getAttribute('href') || at.id} ${at.textContent.trim()}`,
    href: at.getAttribute('href'),
    ring: (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1) || style.boxShadow !== 'none',
    inside: Math.min(box.width, box.height) > 1 && box.bottom > 0 && box.top < innerHeight
      && box.right > 0 && box.left < innerWidth,
    seen: !over || over === at || at.contains(over) || over.contains(at) || at.getClientRects().length > 1,
  };
}"""
STOPS = """() => [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
  .filter(at => at.checkVisibility({visibilityProperty: true})
    && !at.closest('details:not([open]) > :not(summary)')).length"""


@pytest.fixture(scope="module")
def brief(fullest):
    """Return the fullest brief of a language."""
    return {sheet.lang: sheet for sheet in fullest if sheet.kind == "brief"}


@pytest.fixture(scope="module")
def french(fullest):
    """Return the fullest page of each kind in one language, where no other can differ."""
    return tuple(sheet for sheet in fullest if sheet.lang == "fr")


# ---------------------------------------------------------------- without script


def test_a_brief_reads_whole_without_script(browse, brief):
    for sheet in brief.values():
        with_script = browse(sheet.path).inner_text("main")
        without = browse(sheet.path, java_script_enabled=False).inner_text("main")
        assert with_script == without
        assert len(without) > 1000


def test_nothing_to_read_is_hidden_without_script(leaf, french):
    for sheet, page in leaf(french, java_script_enabled=False):
        assert page.locator("h1").first.is_visible(), sheet
        assert page.locator("main").is_visible(), sheet
        assert page.locator("main p").count() == page.locator("main p:visible").count(), sheet


# ---------------------------------------------------------------- keyboard


def test_the_first_stop_is_a_link_over_the_menu_to_the_text(leaf, french):
    for sheet, page in leaf(french):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        assert "#main" == stop["href"], sheet
        assert stop["inside"], sheet
        page.keyboard.press("Enter")
        assert "main" == page.evaluate("document.activeElement.id"), sheet


def test_every_stop_of_the_keyboard_is_seen_and_marked(browse, brief):
    for sheet in brief.values():
        page = browse(sheet.path)
        expected = page.evaluate(STOPS)
        stops = []
        for _ in range(expected + 5):
            page.keyboard.press("Tab")
            stop = page.evaluate(FOCUS)
            if not stop["name"]:
                break
            stops.append(stop)
        assert [] == [stop["name"] for stop in stops if not (stop["ring"] and stop["inside"] and stop["seen"])], sheet
        assert expected == len(stops), sheet


# ---------------------------------------------------------------- phone, large text, wide screen


def test_no_page_scrolls_sideways_on_a_phone_a_tablet_or_a_wide_screen(leaf, both_ways):
    wide = {}
    for sheet, page in leaf(both_ways):
        for width in (320, 768, 1920):
            page.set_viewport_size({"width": width, "height": 640})
            if (found := page.evaluate("document.scrollingElement.scrollWidth")) > width:
                wide[f"{sheet} at {width}"] = found
    assert {} == wide


def test_text_spaced_out_by_its_reader_is_not_cut(browse, brief):
    """WCAG 2.2, 1.4.12: line height 1.5, paragraphs 2, letters 0.12, words 0.16 of the font's size."""
    spacing = """* {line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important}
      p {margin-block-end: 2em !important}"""
    cut = """() => [...document.querySelectorAll('main *')].filter(at => at.scrollWidth > at.clientWidth + 1
      && at.clientWidth > 1 && ['hidden', 'clip'].includes(getComputedStyle(at).overflowX))
      .map(at => at.outerHTML.slice(0, 80))"""
    for sheet in brief.values():
        page = browse(sheet.path, viewport={"width": 320, "height": 640}, bypass_csp=True)
        page.add_style_tag(content=spacing)
        assert [] == page.evaluate(cut), sheet
        assert page.evaluate("document.scrollingElement.scrollWidth") <= 320, sheet


# ---------------------------------------------------------------- dark


def test_dark_is_dark_and_light_is_light(browse, brief):
    shade = """() => { const seen = document.createElement('canvas').getContext('2d');
      seen.fillStyle = getComputedStyle(document.body).backgroundColor; seen.fillRect(0, 0, 1, 1);
      const [red, green, blue, alpha] = seen.getImageData(0, 0, 1, 1).data;
      return alpha ? (red + green + blue) / 3 : 255; }"""
    path = brief["fr"].path
    assert browse(path, color_scheme="dark").evaluate(shade) < 64
    assert browse(path, color_scheme="light").evaluate(shade) > 192


# ---------------------------------------------------------------- paper


def flat(text):
    """Write a text without white space: a PDF breaks lines where it likes."""
    return re.sub(r"\s+", "", text)


def test_on_paper_every_sheet_has_its_marking_and_links_are_written_out(browse, brief, pdftotext, tmp_path):
    page = browse(brief["fr"].path)
    outside = set(page.eval_on_selector_all("main a[href^=http]", "links => links.map(at => at.getAttribute('href'))"))
    title = page.locator("h1").first.inner_text()
    pdf = tmp_path / "brief.pdf"
    page.pdf(path=pdf, format="A4", prefer_css_page_size=True)
    leaves = pdftotext(pdf)

    assert outside
    assert [] == [number for number, leaf in enumerate(leaves, 1) if "TLP:CLEAR" not in leaf]
    assert flat(title) in flat(leaves[0])
    whole = flat("".join(leaves))
    assert set() == {url for url in outside if flat(url) not in whole}


def test_on_paper_there_is_no_menu(browse, brief):
    for sheet in brief.values():
        page = browse(sheet.path)
        page.emulate_media(media="print")
        assert [] == [nav for nav in page.locator("header nav, nav.crumbs").all() if nav.is_visible()], sheet
        assert page.locator("a.skip").first.is_hidden() or page.locator("a.skip").bounding_box()["y"] < 0, sheet


# ---------------------------------------------------------------- right to left


def side(page):
    """Say on which side of the text the rail stands, and from which its first line starts."""
    found = page.evaluate("""() => {
      const of = name => document.querySelector(name).getBoundingClientRect();
      const words = document.createRange();
      words.selectNodeContents(document.querySelector('main .body p'));
      const paragraph = of('main .body p'), first = words.getClientRects()[0];
      return {
        rail: of('main .rail').x > of('main .text').x ? 'right' : 'left',
        start: first.x - paragraph.x < paragraph.right - first.right ? 'left' : 'right',
      };
    }""")
    return found["rail"], found["start"]


def test_an_arabic_page_is_the_mirror_of_a_french_one(browse, brief):
    french, arabic = browse(brief["fr"].path), browse(brief["ar"].path)
    assert ("ltr", "rtl") == tuple(page.locator("html").get_attribute("dir") for page in (french, arabic))
    assert "rtl" == arabic.evaluate("getComputedStyle(document.querySelector('main')).direction")
    assert ("right", "left") == side(french)
    assert ("left", "right") == side(arabic)


def test_every_page_in_arabic_goes_from_right_to_left(sheets, built_site):
    assert [
        sheet.path
        for sheet in sheets
        if (' dir="rtl"' in (built_site / sheet.path).read_text("utf-8")[:400]) != (sheet.lang == "ar")
    ] == []


# ---------------------------------------------------------------- weight


def test_a_brief_with_its_style_weighs_under_sixty_kilobytes(sheets, built_site):
    heavy = {}
    for sheet in sheets:
        if sheet.kind == "brief":
            file = built_site / sheet.path
            styles = re.findall(r'<link rel="stylesheet" href="([^"]+)"', file.read_text("utf-8"))
            assert styles
            weight = sheet.size + sum(Path(file.parent, style).stat().st_size for style in styles)
            if weight >= LIMIT:
                heavy[sheet.path] = weight
    assert {} == heavy


# ---------------------------------------------------------------- what is not there


def test_a_wrong_address_shows_the_sites_own_page(chromium, served):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    answer = page.goto(served + "briefs/2016/nothing/here/")
    assert 404 == answer.status
    assert 1 == page.locator("body.page-not-found").count()
    home = page.locator("main a").first
    home.click()
    page.wait_for_selector("body.page-home")
    context.close()
