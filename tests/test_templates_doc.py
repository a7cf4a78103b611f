"""The default theme keeps its promises: documented in full, safe by construction, one for all directions of writing."""

import ast
import importlib
import inspect
import pkgutil
import re
import tomllib
from pathlib import Path

import jinja2
import jinja2.nodes
import pytest

from fiche import messages, views
from fiche.value import Value

ROOT = Path(__file__).parent.parent
THEME = ROOT / "templates"
DOC = (ROOT / "docs" / "templates.md").read_text("utf-8")
TEMPLATES = {path.relative_to(THEME).as_posix(): path.read_text("utf-8") for path in sorted(THEME.rglob("*.html"))}
STYLE = (THEME / "static" / "style.css").read_text("utf-8")
SHEETS = STYLE + (THEME / "static" / "indexes.css").read_text("utf-8")
ENGINE = jinja2.Environment(loader=jinja2.FileSystemLoader(THEME), autoescape=True)
MODULES = [importlib.import_module(f"fiche.views.{found.name}") for found in pkgutil.iter_modules(views.__path__)]
VIEWS = {
    name: view
    for module in MODULES
    for name, view in inspect.getmembers(module, inspect.isclass)
    if issubclass(view, Value) and view.__module__ == module.__name__
}
# A Jinja expression stands for some text: what is left is the HTML its author wrote.
MARKUP = {
    name: re.sub(r"{#.*?#}|{%.*?%}", "", re.sub(r"{{.*?}}", "x", text), flags=re.DOTALL)
    for name, text in TEMPLATES.items()
}
RULES = re.sub(r"/\*.*?\*/", "", SHEETS, flags=re.DOTALL)
every_template = pytest.mark.parametrize("name", TEMPLATES)


def section(heading: str) -> str:
    """Return what the documentation says under a heading."""
    found = re.search(rf"^### {heading}\n(.*?)(?=^##|\Z)", DOC, re.DOTALL | re.MULTILINE)
    return found[1] if found else ""


def keys(text: str) -> set[str]:
    """Return the message keys a template names; of a computed key, what is written of it, with a `*`."""
    found = set()
    for call in ENGINE.parse(text).find_all(jinja2.nodes.Call):
        if isinstance(call.node, jinja2.nodes.Name) and call.node.name == "t":
            key = call.args[0]
            if isinstance(key, jinja2.nodes.Concat):
                first = key.nodes[0]
                assert isinstance(first, jinja2.nodes.Const)
                found.add(f"{first.value}*")
            else:
                assert isinstance(key, jinja2.nodes.Const), f"line {call.lineno}: a key no test can read"
                found.add(key.value)
    return found


@pytest.mark.parametrize("name", VIEWS)
def test_every_field_of_a_view_is_documented_in_its_own_table(name: str) -> None:
    documented = re.findall(r"^\| `(\w+)` \|", section(name), re.MULTILINE)

    assert list(VIEWS[name].__struct_fields__) == documented


def test_the_documentation_knows_no_view_that_is_gone() -> None:
    assert sorted(VIEWS) == sorted(re.findall(r"^### (\w+)$", DOC, re.MULTILINE))


def test_no_documented_field_is_left_without_a_word() -> None:
    assert [] == re.findall(r"^\| `\w+` \|.*\|\s*\|$", DOC.split("## Views", 1)[1], re.MULTILINE)


def test_every_file_of_the_theme_is_documented() -> None:
    files = [path.relative_to(THEME).as_posix() for path in sorted(THEME.rglob("*")) if path.is_file()]

    assert [] == [file for file in files if f"`{file}`" not in DOC]


def test_every_block_is_documented() -> None:
    blocks = {block.name for text in TEMPLATES.values() for block in ENGINE.parse(text).find_all(jinja2.nodes.Block)}
    table = DOC.split("## Blocks", 1)[1].split("\n## ", 1)[0]

    assert blocks == set(re.findall(r"`(\w+)`", "".join(re.findall(r"^\|([^|]*)\|", table, re.MULTILINE))))


def test_every_macro_is_documented_with_its_arguments() -> None:
    written = re.findall(r"{% macro (\w+\(.*?\)) %}", TEMPLATES["parts/macros.html"])

    table = DOC.split("## Macros", 1)[1].split("\n## ", 1)[0]

    assert written == re.findall(r"^\| `(\w+\(.*\))` \|", table, re.MULTILINE)


def test_every_filter_of_the_theme_is_documented() -> None:
    own = {"url", "absolute", "html", "absolute_html", "script_json"}
    table = DOC.split("## Variables", 1)[1].split("\n## ", 1)[0]

    assert own == set(re.findall(r"^\| `[\w.]+\\\|(\w+)` \|", table, re.MULTILINE))


def test_links_inside_the_documentation_lead_somewhere() -> None:
    headings = re.findall(r"^#+ (.+)$", DOC, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}

    assert set() == set(re.findall(r"\]\(#([\w-]+)\)", DOC)) - anchors


@every_template
def test_every_message_a_template_uses_is_in_every_catalogue(name: str) -> None:
    catalogues = ROOT / "fiche" / "interface"
    known = {lang: tomllib.loads((catalogues / f"{lang}.toml").read_text("utf-8")) for lang in messages.LANGUAGES}
    missing = [
        f"{lang}: {key}"
        for key in sorted(keys(TEMPLATES[name]))
        for lang in known
        if not any(one.startswith(key[:-1]) if key.endswith("*") else one == key for one in known[lang])
    ]

    assert [] == missing


@every_template
def test_no_template_takes_a_text_out_of_escaping(name: str) -> None:
    used = {one.name for one in ENGINE.parse(TEMPLATES[name]).find_all(jinja2.nodes.Filter)}

    assert set() == used & {"safe", "forceescape", "xmlattr", "urlize"}
    assert "autoescape" not in TEMPLATES[name]


@every_template
def test_every_attribute_is_quoted(name: str) -> None:
    tags = re.findall(r"<[a-z][^<>]*>", MARKUP[name])

    assert [] == [tag for tag in tags if re.search(r"=(?![\"])", re.sub(r'"[^"]*"', '""', tag))]


@every_template
def test_no_script_no_style_and_no_event_stand_in_a_template(name: str) -> None:
    scripts = re.findall(r"<script(?! type=\"application/ld\+json\">)[^>]*>", MARKUP[name])

    assert [] == scripts
    assert [] == re.findall(r"<style\b|\sstyle=|\son\w+=|javascript:", MARKUP[name])


@every_template
def test_nothing_is_asked_of_another_host(name: str) -> None:
    assert [] == re.findall(r"(?:https?:)?//[\w.]+", MARKUP[name].replace("<!doctype html>", ""))


@every_template
def test_every_internal_link_goes_through_a_filter_that_writes_it(name: str) -> None:
    printed = re.findall(r"(?:href|src|action|srcset|content)=\"([^\"]*)\"", re.sub(r"{%.*?%}", "", TEMPLATES[name]))
    place = re.compile(r"address|site\.(?:home|style|icon)|\.(?:newer|older|data|opml|target)\b")
    addresses = [one for one in printed if place.search(one)]

    assert [] == [one for one in addresses if not re.search(r"\|(?:url|absolute)\b", one)]


def test_the_style_sheet_asks_nothing_of_another_host() -> None:
    assert [] == re.findall(r"url\(|@import|@font-face|//", RULES)


def test_the_style_sheet_knows_no_left_and_no_right() -> None:
    """Margin boxes of a printed page have physical names in CSS, and an author may keep a column to a side; nothing else may."""
    rules = re.sub(r"@(?:top|bottom)-(?:left|right|center)\b|\.at-(\w+):is\(td, th\) { text-align: \1 }", "", RULES)
    sides = re.findall(r"[^;{}]*\b(?:left|right)\b[^;{}]*", rules)
    physical = re.findall(r"(?:margin|padding|border)-(?:top|bottom)\b|(?<![\w-])(?:top|bottom)\s*:", rules)

    assert [] == sides + physical


def test_the_style_sheet_of_a_brief_is_light() -> None:
    """A brief's page with its style stays under 60 KB: the browser tests weigh it; this leaves 36 KB to the text."""
    assert len(STYLE.encode()) <= 24_000


def channels(colour: str) -> float:
    """Return the relative luminance of a colour (WCAG 2.2)."""
    full = colour.lstrip("#")
    full = "".join(digit * 2 for digit in full) if len(full) == 3 else full
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (int(full[at : at + 2], 16) / 255 for at in (0, 2, 4))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours (WCAG 2.2, 1 to 21)."""
    low, high = sorted((channels(one), channels(other)))
    return (high + 0.05) / (low + 0.05)


INKS = ("ink", "soft", "seal", "person", "state", "organization", "armed-group", "party")


@pytest.mark.parametrize("ground", ["paper", "card", "mark"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_ink_can_be_read_on_every_ground(scheme: str, ground: str) -> None:
    roots = re.findall(r":root {(.*?)}", RULES, re.DOTALL)
    palettes = [dict(re.findall(r"--([\w-]+): (#\w+)", rules)) for rules in roots]
    light, dark = (palette for palette in palettes if "paper" in palette and palette["paper"] != "#fff")
    palette = light if scheme == "light" else light | dark
    inks = INKS if ground != "mark" else ("ink", "seal")

    assert [] == [ink for ink in inks if contrast(palette[ink], palette[ground]) < 4.5]


def test_every_kind_of_actor_has_a_colour_and_a_shape() -> None:
    kinds = ("person", "state", "organization", "armed-group", "party", "unregistered")
    drawn = [re.findall(rf"\.mark\.{kind} {{([^}}]*)}}", RULES)[0] for kind in kinds]
    shapes = [re.sub(r"background: [^;]*;?|var\(--[^)]*\)", "", rules).strip() for rules in drawn]

    assert len(kinds) == len(set(shapes))


def test_the_views_are_read_as_they_are_written() -> None:
    """Each docstring of a view says in one sentence what it is: the documentation repeats it."""
    trees = [ast.parse(inspect.getsource(module)) for module in MODULES]
    said = {
        node.name: ast.get_docstring(node) or ""
        for tree in trees
        for node in tree.body
        if isinstance(node, ast.ClassDef)
    }

    assert [] == [name for name, sentence in said.items() if sentence not in section(name)]
