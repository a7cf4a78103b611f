"""Templates: everything is escaped, each template's closure is what it can reach, the theme keeps its promises."""

import html
import json
import re
import xml.etree.ElementTree as etree

import pytest
from markupsafe import Markup

from fiche.memo import Memo
from fiche.templates import environment, key, reached
from fiche.theme import Templates, load
from tests.laws.sites import SITE, press, theme
from tests.pictures.drawn import picture


def known(templates):
    return reached(templates, Memo()).value


def test_what_the_memo_knows_to_be_sound_is_not_compiled_again():
    memo, sound = Memo(), templates(a__html="{% include 'b.html' %}", b__html="")
    first = reached(sound, memo)

    assert [first.value] * 2 == [reached(sound, memo).value, reached(sound, Memo()).value]
    memo.drop(key(sound))
    memo.put(key(sound), b'{"a.html":"as kept"}')
    assert {"a.html": "as kept"} == reached(sound, memo).value


def templates(**texts):
    found = tuple(sorted((name.replace("__", "."), text) for name, text in texts.items()))
    return Templates(found, tuple((name, name) for name, _ in found), ())


@pytest.mark.parametrize("name", ["a.html", "a.xml", "a.svg", "a.atom.xml", "a.opml", "a.xhtml", "a.rss", "a.atom"])
def test_in_every_kind_of_markup_texts_are_escaped(name):
    engine = environment(Templates(((name, "{{ x }}{{ y }}"),), ((name, name),), ()))

    assert "&lt;b&gt;&amp;&#34;&#39;<b>" == engine.get_template(name).render(x="<b>&\"'", y=Markup("<b>"))


def test_plain_text_is_not_escaped():
    assert "a & b" == environment(templates(robots__txt="{{ x }}")).get_template("robots.txt").render(x="a & b")


def test_a_closure_is_a_template_and_all_it_can_reach():
    one = templates(a__html="{% extends 'b.html' %}", b__html="{% include 'c.html' %}", c__html="1", d__html="2")
    two = templates(a__html="{% extends 'b.html' %}", b__html="{% include 'c.html' %}", c__html="3", d__html="2")
    first, second = known(one), known(two)

    assert {"d.html"} == {name for name in first if first[name] == second[name]}


def test_a_template_that_computes_a_name_may_reach_them_all():
    one = templates(a__html="{% include x %}", b__html="1")
    two = templates(a__html="{% include x %}", b__html="2")

    assert known(one)["a.html"] != known(two)["a.html"]


def test_templates_that_reach_each_other_have_closures():
    assert {"a.html", "b.html"} == set(
        known(templates(a__html="{% include 'b.html' %}", b__html="{% include 'a.html' %}"))
    )


def test_what_editors_leave_behind_is_no_template(tmp_path):
    for name in ("page.html~", ".page.html.swp", "__pycache__/x", ".git/config"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")

    assert () == load((tmp_path,)).value.texts


def test_a_byte_order_mark_is_not_printed(tmp_path):
    (tmp_path / "a.html").write_bytes("\ufeffx".encode())

    assert "x" == load((tmp_path,)).value.text("a.html")


# --------------------------------------------------------------------------- the default theme

THEME = {
    file.relative_to(theme()).as_posix(): file.read_text("utf-8")
    for file in theme().rglob("*")
    if file.suffix in {".html", ".xml", ".txt"}
}


@pytest.mark.parametrize("name", THEME)
def test_the_theme_escapes_everything_and_quotes_every_attribute(name):
    text = THEME[name]

    assert [] == re.findall(r"\|\s*safe\b|autoescape\s+false|striptags", text)
    assert [] == re.findall(r"""<[a-z][^>{"']*\s[\w-]+={{""", text)
    assert [] == re.findall(r"\son\w+=|\sstyle=|javascript:", text)


EVIL = "<img src=x onerror=alert(1)>\"'</script><!--]]>&amp;{{ 7*7 }}\u2028"
QUOTED = json.dumps(EVIL, ensure_ascii=False)


def test_a_text_is_a_text_in_every_output_whatever_it_holds():
    done = press(
        {
            "site.yaml": SITE.replace("{fr: La Dépêche, en: The Dispatch}", QUOTED)
            + f"description: {QUOTED}\npublisher: {QUOTED}\nlicence: {QUOTED}\n",
            "briefs/a.md": f"---\ntitle: {QUOTED}\ndate: 2016-08-20\nsummary: {QUOTED}\ndateline: {QUOTED}\nseries: {QUOTED}\n"
            f"key_points: [{QUOTED}]\ngaps: [{QUOTED}]\nauthors: [{QUOTED}]\nactors: [{{id: {QUOTED}, note: {QUOTED}}}, kerry]\n"
            f"topics: [{QUOTED}, t]\nsourcing_note: {QUOTED}\nsources: [{{title: {QUOTED}, author: {QUOTED}, publisher: {QUOTED}, symbol: {QUOTED}}}]\n"
            f"corrections: [{{date: 2016-08-21, kind: update, text: {QUOTED}, was: {QUOTED}}}]\n"
            f"image: {{src: /media/x.png, alt: {QUOTED}, caption: {QUOTED}, credit: {QUOTED}, licence: {QUOTED}}}\nredirects: [old.html]\n---\n"
            "[[kerry]] [[topic:t]]\n",
            "actors/kerry.yaml": f'kind: person\nnames: {QUOTED[:-1]}k"\naliases: [{QUOTED[:-1]}z"]\nsummary: {QUOTED}\n'
            f"roles: [{{title: {QUOTED}, org: {QUOTED}, note: {QUOTED}}}]\nids: {{x: {QUOTED}}}\n",
            "topics/t.yaml": f'labels: {QUOTED[:-1]}t"\nscope: {QUOTED}\nstate_of_play: {QUOTED}\n',
            "events/e.yaml": f"- {{id: e, title: {QUOTED}, start: 2016-09-01, place: {QUOTED}, note: {QUOTED}, topics: [t], actors: [kerry]}}\n",
            "pages/p.md": f"---\ntitle: {QUOTED}\nnav: 1\n---\n",
            "media/x.png": picture(),
        }
    )
    assert done.build.ok, [str(problem) for problem in done.build.problems]
    assert EVIL in html.unescape(done.tree["briefs/2016/08/20/a/index.html"].decode())
    for path, data in done.tree.items():
        text = data.decode("utf-8", "replace")
        if path.endswith(".html"):
            assert "<img src=x" not in text, path
            for block in re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL):
                json.loads(block)
        elif path.endswith((".atom", ".xml", ".opml")):
            etree.fromstring(text)
            assert "<img src=x" not in text, path
        elif path.endswith(".ftm.json"):
            [json.loads(line) for line in text.splitlines()]
        elif path.endswith(".json"):
            json.loads(text)
