"""A statement as a plain figure in HTML: in feeds, in data, and where a theme has no macro for it.

Owns the order of what it tells. What is told at all was decided long before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape

from fiche.views.shared import Label, LinkView, StatementView

_BETWEEN = " · "


def figure(said: StatementView, url: Callable[[str], str]) -> str:
    """Return the words of a statement and below them whose they are, with `url` for the addresses of pages."""
    words = "\n".join(_paragraphs(said))
    quoted = f"<blockquote>\n{words}\n</blockquote>" if said.quoted else words
    caption = _BETWEEN.join(filter(None, _caption(said, url)))
    return f'<figure id="{escape(said.anchor)}">\n{quoted}\n<figcaption>— {caption}</figcaption>\n</figure>'


def _paragraphs(said: StatementView) -> Iterator[str]:
    for label in (said.text, *([said.original] if said.original else [])):
        for paragraph in label.text.split("\n\n"):
            yield f"<p>{_label(Label(paragraph, label.lang, label.dir))}</p>"


def _caption(said: StatementView, url: Callable[[str], str]) -> Iterator[str]:
    yield _link(said.speaker, url) if said.speaker else _label(said.descriptor)
    yield _label(said.office)
    yield _link(said.on_behalf_of, url) if said.on_behalf_of else ""
    yield f'<time datetime="{said.date.iso}">{escape(said.date.text)}</time>'
    yield _label(said.venue)
    yield escape(said.form_label)
    yield escape(said.translated)
    yield escape(said.attribution_label)
    source = said.source
    if source and source.url:
        yield f'<a href="{escape(source.url)}">{_label(source.title)}</a>'
    elif source:
        yield _label(source.title)


def _link(link: LinkView, url: Callable[[str], str]) -> str:
    words = _label(link.label)
    return f'<a href="{escape(url(link.address))}">{words}</a>' if link.address else words


def _label(label: Label) -> str:
    text = escape(label.text)
    if not label.lang:
        return text
    direction = f' dir="{label.dir}"' if label.dir else ""
    return f'<span lang="{label.lang}"{direction}>{text}</span>'
