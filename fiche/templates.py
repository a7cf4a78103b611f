"""Templates: what each reaches, and the Jinja environment that renders them.

Owns Jinja2 together with `render`. Themes are trusted code: they run with the rights of the build.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import lru_cache, partial
from types import CodeType

import jinja2
import jinja2.meta
from jinja2.bccache import Bucket
from jinja2.runtime import Context
from markupsafe import Markup

from fiche import address, engine
from fiche.digest import digest
from fiche.figure import figure
from fiche.memo import Memo
from fiche.messages import message
from fiche.model import Link
from fiche.picture import plain, sized
from fiche.problem import Checked, Place, Problem, error, in_order
from fiche.publication import html_of
from fiche.theme import Templates
from fiche.value import Unreadable, encode, reader, replace
from fiche.views.page import PageView, SiteView
from fiche.views.shared import PictureView, StatementView, Stored

_ESCAPED = (".html", ".xml", ".svg", ".atom", ".rss", ".xhtml", ".opml")


def key(templates: Templates) -> str:
    """Return the key in the memo of what is known of these texts."""
    return digest(("templates", engine.version(), templates.texts))


def reached(templates: Templates, memo: Memo) -> Checked[dict[str, str]]:
    """Return for each template the digest of itself and all it can reach; all of them where a name is computed.

    Every template is compiled, so that all mistakes are told at once, whichever pages are made; texts that the memo knows
    to be sound are not compiled again.
    """
    name = key(templates)
    with suppress(KeyError, *Unreadable):
        return Checked(_REACHED(memo.get(name)))
    problems = in_order(_syntax(templates))
    if problems:
        return Checked({}, problems)
    found = _closures(templates)
    memo.put(name, encode(found))
    return Checked(found)


_REACHED = reader(dict[str, str])


def _syntax(templates: Templates) -> Iterator[Problem]:
    """Compile every template, once for all its pages, so that all mistakes are told at once."""
    compiler = environment(templates)
    for name, text in templates.texts:
        try:
            compiler.get_template(name)
        except jinja2.TemplateSyntaxError as failure:
            place = Place(dict(templates.origins)[name], failure.lineno)
            lines = text.split("\n")
            excerpt = lines[failure.lineno - 1] if 0 < failure.lineno <= len(lines) else ""
            yield error(place, f"the template does not parse: {failure.message}", "template-syntax", excerpt)
        except (RecursionError, SyntaxError, MemoryError):
            what = "the template is nested too deeply for Python (blocks or brackets in one another); divide it"
            yield error(Place(dict(templates.origins)[name]), what, "template-syntax")


def _closures(templates: Templates) -> dict[str, str]:
    texts = dict(templates.texts)
    named_by: dict[str, set[str]] = {}
    for name, text in texts.items():
        named = _named(text)
        named_by[name] = set(texts) if None in named else {other for other in named if other in texts}
    return {name: digest(tuple((other, texts[other]) for other in sorted(_all_from(name, named_by)))) for name in texts}


@lru_cache(maxsize=256)
def _named(text: str) -> frozenset[str | None]:
    """Return the templates that a text names; None among them where a name is computed."""
    return frozenset(jinja2.meta.find_referenced_templates(_environment(autoescape=True).parse(text)))


def _all_from(name: str, reached: dict[str, set[str]]) -> set[str]:
    found, waiting = {name}, [name]
    while waiting:
        for other in reached[waiting.pop()] - found:
            found.add(other)
            waiting.append(other)
    return found


class _Texts(jinja2.BaseLoader):
    """Loads templates from memory, and tells tracebacks their names, by which `render` finds the line at fault."""

    def __init__(self, texts: dict[str, str]) -> None:
        self.texts = texts

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Return the text, the name in place of a file, and that it never changes."""
        if template not in self.texts:
            raise jinja2.TemplateNotFound(template)
        return self.texts[template], template, lambda: True


class _Compiled(jinja2.BytecodeCache):
    """Keeps what was compiled, for this process: after an edit only the template that was edited is compiled again."""

    def __init__(self) -> None:
        self._codes: OrderedDict[tuple[str, str], CodeType | None] = OrderedDict()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a text the code it was compiled to, if it is known."""
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a text; the oldest goes."""
        self._codes[bucket.key, bucket.checksum] = bucket.code
        if len(self._codes) > _KEPT:
            self._codes.popitem(last=False)


_KEPT = 512
"""Compiled texts: those of many themes."""
_COMPILED = _Compiled()
_environment = partial(jinja2.Environment, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True)


@lru_cache(maxsize=8)
def environment(templates: Templates) -> jinja2.Environment:
    """Return the environment of these templates: everything is escaped, an unknown variable is an error."""
    compiler = _environment(
        loader=_Texts(dict(templates.texts)),
        autoescape=_is_escaped,
        undefined=jinja2.StrictUndefined,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=_COMPILED,
    )
    compiler.globals |= {"t": _say}
    compiler.filters |= {
        "url": _url,
        "absolute": _absolute,
        "html": _html,
        "absolute_html": _absolute_html,
        "script_json": Markup,
    }
    return compiler


def _is_escaped(name: str | None) -> bool:
    return name is None or name.endswith(_ESCAPED)


def _page(context: Context) -> PageView:
    page = context["page"]
    assert isinstance(page, PageView)
    return page


def _site(context: Context) -> SiteView:
    site = context["site"]
    assert isinstance(site, SiteView)
    return site


@jinja2.pass_context
def _say(context: Context, key: str, **values: object) -> str:
    return message(_page(context).lang, key, **values)


@jinja2.pass_context
def _url(context: Context, target: str) -> str:
    return _url_from(_page(context), _site(context))(_named_now(context, target))


def _url_from(page: PageView, site: SiteView) -> Callable[[str], str]:
    if page.rooted:
        root = "/" + site.base_url.split("/", 3)[3]
        return lambda target: root + address.as_url(target)
    portable = site.links == "portable"
    return lambda target: address.relative(page.path, target, portable=portable)


@jinja2.pass_context
def _absolute(context: Context, target: str) -> str:
    return address.absolute(_site(context).base_url, _named_now(context, target))


@jinja2.pass_context
def _html(
    context: Context,
    stored: Stored,
    quote: Callable[[StatementView], str] | None = None,
    picture: Callable[[PictureView, Markup, Markup], str] | None = None,
) -> Markup:
    """Write a body; `quote` and `picture` are the macros that show a statement and a picture in it, which else are plain."""
    page = _page(context)
    url = _url_from(page, _site(context))
    return Markup(written(stored, url, _memo(context), page.address, quote, picture))


@jinja2.pass_context
def _absolute_html(context: Context, stored: Stored) -> Markup:
    return Markup(absolute_html(stored, _site(context).base_url, _memo(context)))


def absolute_html(stored: Stored, base_url: str, memo: Memo) -> str:
    """Write a stored body with absolute links, for feeds and data."""
    return written(stored, lambda target: address.absolute(base_url, target), memo)


def written(
    stored: Stored,
    url: Callable[[str], str],
    memo: Memo,
    own: str | None = None,
    quote: Callable[[StatementView], str] | None = None,
    picture: Callable[[PictureView, Markup, Markup], str] | None = None,
) -> str:
    """Write a stored body with `url` for its addresses; empty if there is none."""
    if stored.prose is None:
        return ""
    pictures = {shown.address: shown for shown in stored.pictures}

    def show(hole: Link, *, framed: bool) -> str:
        shown, more = sized(pictures[address.attachment(hole.target)], hole.attributes)
        shown = replace(shown, sources=()) if framed else shown
        if picture:
            return picture(shown, Markup(hole.inner), Markup(more))
        return plain(shown, hole.inner, url, " ".join(filter(None, (more, 'loading="lazy" decoding="async"'))))

    figures = (quote(said) if quote else figure(said, url) for said in stored.quotes)
    quotes = dict(zip(stored.prose.quotes, figures, strict=True))
    return html_of(stored.prose, memo, url, own, dict(stored.names), quotes, show)


NAMES = "_names"
"""Name under which `render` tells the filters where static files are put (`statics.names`)."""


def _named_now(context: Context, target: str) -> str:
    names: dict[str, str] = context[NAMES]
    return names.get(target, target)


MEMO = "_memo"
"""Name under which `render` hands the memo to the filters; templates cannot print what it holds but through them."""


def _memo(context: Context) -> Memo:
    memo = context[MEMO]
    assert isinstance(memo, Memo)
    return memo
