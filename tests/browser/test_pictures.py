"""Pictures in a real browser: each screen loads the copy that fits it, nothing jumps, and it shows from a disk and on paper."""

import functools
import re
import threading
from http.server import ThreadingHTTPServer

import pytest
from PIL import Image

from fiche.pictures.measure import ORIENTATION
from tests.browser.conftest import PATIENCE, Handler
from tests.laws.sites import SITE, press
from tests.pictures.drawn import landscape, saved

PAGE = "briefs/2016/08/20/a/index.html"
TEXT = "Un texte assez long pour que l’on doive le dérouler. " * 80
WIDE, NARROW = {"width": 1400, "height": 900}, {"width": 390, "height": 844}
LOADED = """async () => {
  for (const image of document.images) { image.scrollIntoView(); await image.decode(); }
  return [...document.images].map(image => decodeURI(image.currentSrc.split('/').pop()));
}"""
STYLED = """new Promise(done => {
  const wait = () => [...document.querySelectorAll('link[rel=stylesheet]')].every(link => link.sheet) ? done() : setTimeout(wait, 20);
  wait();
})"""
PLACES = "[...document.querySelectorAll('img, p')].map(one => one.offsetTop)"


def moving():
    frames = [Image.new("RGB", (60, 40), colour) for colour in ("red", "green", "blue")]
    return saved(frames[0], "GIF", save_all=True, append_images=frames[1:])


def upright():
    """Return a photograph taken with the camera on its side."""
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    return saved(landscape(2400, 1800), "JPEG", exif=exif)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Build a site with pictures of each kind, which can be read from a disk."""
    files = {
        "site.yaml": SITE + "links: portable\n",
        "briefs/a.md": "---\ntitle: Un lac\ndate: 2016-08-20\nimage: {src: /media/tête.jpg, alt: Le lac, credit: c, licence: l}\n---\n"
        f"{TEXT}\n\n![Un plan](/media/le plan.png)\n\n{TEXT}\n\n![Un détail](/media/plus/petit.webp)\n\n"
        f"![Le même](/media/le plan.png){{width=240}}\n\n{TEXT}\n\n![Il bouge](/media/bouge.gif)\n\n![Trait](/media/trait.svg)\n",
        "media/tête.jpg": upright(),
        "media/le plan.png": saved(landscape(1200, 700)),
        "media/plus/petit.webp": saved(landscape(300, 200), "WEBP"),
        "media/bouge.gif": moving(),
        "media/trait.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 10"><path d="M0 5h30" stroke="red"/></svg>',
    }  # fmt: skip
    files["briefs/a.md"] = files["briefs/a.md"].replace("/media/le plan.png", "</media/le plan.png>")
    folder = tmp_path_factory.mktemp("pictures") / "site"
    done = press(files)
    assert done.build.ok, [str(problem) for problem in done.build.problems]
    for path, data in done.tree.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


@pytest.fixture(scope="module")
def host(site):
    """Serve that site."""
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(site))) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class Gate:
    """Lets requests wait until it is opened."""

    def __init__(self):
        self.waiting = []
        self._is_open = False

    def take(self, asked):
        if self._is_open:
            asked.continue_()
        else:
            self.waiting.append(asked)

    def open(self):
        self._is_open = True
        for asked in self.waiting:
            asked.continue_()


@pytest.fixture
def look(chromium, site, host):
    """Give a function that opens the page of the brief from a `host` or a `disk`; it may complain of nothing.

    With a `gate`, its requests for pictures wait until that is opened.
    """
    contexts, complaints = [], []

    def opened(where="host", gate=None, **wishes):
        contexts.append(chromium.new_context(**wishes))
        contexts[-1].set_default_timeout(PATIENCE)
        page = contexts[-1].new_page()
        page.on("console", lambda said: complaints.append(said.text))
        page.on("requestfailed", lambda asked: complaints.append(asked.url))
        if gate:
            page.route(re.compile(r"/(static/pictures|media)/"), functools.partial(Gate.take, gate))
        address = f"{host if where == 'host' else site.as_uri()}/{PAGE}"
        page.goto(address, wait_until="domcontentloaded" if gate else "load")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [] == complaints


@pytest.mark.parametrize("where", ["host", "disk"])
@pytest.mark.parametrize(
    ("viewport", "density", "head", "plan", "small"),
    [(NARROW, 1, 480, 480, 480), (NARROW, 2, 960, 960, 480), (WIDE, 1, 960, 960, 480), (WIDE, 2, 1600, 1200, 480)],
)
def test_each_screen_loads_the_copy_that_fits_it(look, where, viewport, density, head, plan, small):
    page = look(where, viewport=viewport, device_scale_factor=density)
    loaded = page.evaluate(LOADED)

    assert [f"tête.{head}.", f"le plan.{plan}.", "petit.300.", f"le plan.{small}."] == [
        name.rpartition(".")[0].rpartition(".")[0] + "." for name in loaded[:4]
    ]
    assert {"avif"} == {name.rpartition(".")[2] for name in loaded[:4]}
    assert ["bouge.gif", "trait.svg"] == loaded[4:]


def test_what_is_seen_is_as_large_as_the_page_says_and_never_wider_than_the_column(look):
    page = look(viewport=NARROW)
    page.evaluate(LOADED)
    column = page.evaluate("document.querySelector('.body').getBoundingClientRect().width")
    shown = page.evaluate(
        "[...document.images].map(image => [image.width, image.height, image.getAttribute('width'), image.getAttribute('height')])"
    )

    assert [("1800", "2400"), ("1200", "700"), ("300", "200"), ("240", "140"), ("60", "40"), ("1600", "533")] == [
        (width, height) for _, _, width, height in shown
    ]
    assert [round(column), round(column), 300, 240, 60, round(column)] == [width for width, *_ in shown]
    assert all(abs(width * int(high) / int(wide) - height) <= 1 for width, height, wide, high in shown)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("viewport", [NARROW, WIDE])
def test_nothing_moves_while_pictures_load(look, viewport):
    gate = Gate()
    page = look(viewport=viewport, gate=gate)
    page.evaluate(STYLED)
    before = page.evaluate(PLACES)
    assert gate.waiting
    gate.open()
    page.evaluate(LOADED)

    assert before == page.evaluate(PLACES)


def test_pictures_further_down_are_loaded_when_they_are_near(look):
    page = look(viewport=WIDE)

    assert 1 == page.evaluate("[...document.images].filter(image => image.loading !== 'lazy').length")
    assert 1 == page.evaluate("[...document.images].filter(image => image.fetchPriority === 'high').length")
    assert "" == page.evaluate("document.images[5].currentSrc")


def test_paper_keeps_the_pictures(look):
    pdf = look(viewport=WIDE).pdf()

    assert 5 <= pdf.count(b"/Subtype /Image")


def test_without_the_formats_of_today_the_original_shows(look):
    page = look(viewport=WIDE)
    page.evaluate("document.querySelectorAll('source').forEach(source => source.remove())")

    assert ["tête.jpg", "le plan.png", "petit.webp", "le plan.png"] == page.evaluate(LOADED)[:4]
