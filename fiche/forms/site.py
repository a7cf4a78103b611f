"""The fields of the site itself.

Owns what `content/site.yaml` may say.
"""

from __future__ import annotations

from fiche import dates, fields, header
from fiche.destination import Destination
from fiche.fields import Reader
from fiche.forms.outside import link_checks
from fiche.forms.publish import destinations, encodings
from fiche.forms.relations import relation_types
from fiche.forms.security import security
from fiche.hosting.files import HOSTS
from fiche.link_checks import LinkChecks
from fiche.model import Marking, Site, Sizes, Style, Texts
from fiche.problem import Checked, Place, in_order, quoted
from fiche.value import replace

OUTPUTS = (
    "home",
    "briefs",
    "actors",
    "topics",
    "offices",
    "figures",
    "archive",
    "timeline",
    "threads",
    "statements",
    "calendar",
    "relations",
    "sources",
    "corrections",
    "pages",
    "not-found",
    "feeds",
    "sitemap",
    "robots",
    "opml",
    "redirects",
    "json",
    "popolo",
    "ftm",
    "build",
    "pictures",
)
"""The families of outputs a site can switch off."""


def read_site(path: str, data: bytes) -> Checked[Site | None]:
    """Read the site's file. With a value and errors, the site is good enough to check all other files by."""
    records = header.read_yaml(path, data)
    if records.value is None:
        return Checked(None, records.problems)
    problems = list(records.problems)
    if records.value.listed or not records.value.nodes:
        reader = Reader(header.Map((), Place(path, 1, 1)), lines=records.value.lines, problems=problems)
        reader.refuse(reader.node, "the site's file holds one mapping, not a list", "header-shape")
        return Checked(None, in_order(problems))
    zone = _zone_first(records.value.nodes[0])
    reader = Reader(records.value.nodes[0], lines=records.value.lines, zone=zone or "UTC", problems=problems)
    site = _site(reader, zone)
    destinations(reader)  # no page depends on these, so that they are no part of the site
    link_checks(reader)
    reader.close()
    return Checked(site, in_order(problems))


def read_destinations(path: str, data: bytes) -> tuple[Destination, ...]:
    """Read where the publication may be sent; what is wrong there is told by `read_site`."""
    records = header.read_yaml(path, data)
    if records.value is None or not records.value.nodes:
        return ()
    return destinations(Reader(records.value.nodes[0], lines=records.value.lines))


def read_link_checks(path: str, data: bytes) -> LinkChecks:
    """Read how links to other hosts are checked; what is wrong there is told by `read_site`."""
    records = header.read_yaml(path, data)
    if records.value is None or not records.value.nodes:
        return LinkChecks()
    return link_checks(Reader(records.value.nodes[0], lines=records.value.lines))


def _zone_first(node: header.Map) -> str:
    """Return the time zone, which the other fields are read by, if it is one; `_site` reports it if not."""
    for key, value in node.pairs:
        if key.text == "timezone" and isinstance(value, header.Scalar):
            try:
                return zone(value.text)
            except ValueError:
                return ""
    return ""


def _site(reader: Reader, known_zone: str) -> Site | None:
    title = reader.texts("title", required=True)
    base_url = reader.value("base_url", fields.base, "url", required=True)
    reader.value("timezone", zone, "timezone", required=True)
    languages = _languages(reader)
    audience = reader.guard("audience", reader.marking)
    site = Site(
        title=title,
        base_url=base_url or "https://example.invalid/",
        timezone=known_zone or "UTC",
        languages=languages,
        description=reader.texts("description"),
        publisher=reader.text("publisher"),
        licence=reader.texts("licence"),
        as_of=reader.instant("as_of"),
        audience=audience or Marking.CLEAR,
        kinds=reader.slugs("kinds"),
        off=_off(reader),
        per_page=reader.integer("per_page") or 50,
        feed_length=reader.integer("feed_length") or 20,
        html=reader.choice("html", ("safe", "trusted")) or "safe",
        typography=reader.choice("typography", ("smart", "plain")) or "smart",
        links=reader.choice("links", ("relative", "portable")) or "relative",
        server=reader.choice("server", HOSTS),
        compress=encodings(reader),
        security=security(reader),
        fingerprints=reader.choice("fingerprints", ("on", "off")) != "off",
        mentions=reader.choice("mentions", ("on", "off")) != "off",
        threads=_threads(reader),
        relations=relation_types(reader),
        checks=_checks(reader),
        style=_style(reader),
        pictures=_pictures(reader),
    )
    site = replace(site, security_policy=_security_policy(reader, site))
    return site if languages and known_zone else None


def _security_policy(reader: Reader, site: Site) -> str:
    """Read what pages may load and run: by default what comes with the site and stands in a file of its own.

    The author of trusted HTML may have written styles or scripts into it, so that there is no policy unless he states one.
    """
    said = " ".join(reader.text("security_policy").split())
    if not said.isascii():
        what = "“security_policy” is sent as a header, which has no accents or other scripts; write hosts as xn--…"
        reader.refuse("security_policy", what, "security-policy")
        return ""
    if said:
        return "" if said == "off" else said
    if site.html == "trusted":
        return ""
    return _STRICT.format(own="'self' file:" if site.links == "portable" else "'self'")


_STRICT = "default-src {own}; object-src 'none'; base-uri 'none'; form-action 'self'"
"""From a disk some browsers take no file for the site's own; there `file:` says it."""


def zone(name: str) -> str:
    """Return the name of a time zone of the IANA database."""
    dates.zone(name)
    return name


def _languages(reader: Reader) -> tuple[str, ...]:
    reader.require("languages")
    found = reader.values("languages", fields.language_or_error, "language")
    if len(set(found)) < len(found):
        twice = next(tag for tag in found if found.count(tag) > 1)
        reader.refuse("languages", f"{quoted(twice)} stands twice in “languages”; keep it once", "language")
    if not found and reader.has("languages"):
        reader.refuse("languages", "“languages” names no language; write at least one, as [fr]", "language")
    return tuple(dict.fromkeys(found))


def _threads(reader: Reader) -> tuple[tuple[str, Texts], ...]:
    """Read what the running stories are called."""
    node = reader.take("threads")
    if node is None:
        return ()
    if not isinstance(node, header.Map):
        reader.refuse(node, "“threads” must be a mapping; write threads: {geneve-2016: {fr: Genève}}", "field-shape")
        return ()
    inner = reader.child(node)
    named = tuple((key.text, inner.texts(key.text)) for key, _ in node.pairs)
    inner.close()
    return named


LEVELS = ("off", "note", "warning", "error")
"""What may become of what a rule finds."""


def _checks(reader: Reader) -> tuple[tuple[str, str], ...]:
    """Read what becomes of the findings of rules. Whether there are such rules is asked by the rules themselves."""
    inner = reader.mapping("checks", example="{topic-not-mentioned: off}")
    codes = [key.text for key, _ in inner.node.pairs] if inner else []
    return tuple((code, level) for code in codes if inner and (level := inner.choice(code, LEVELS)))


def _style(reader: Reader) -> Style:
    """Read what the house asks of its texts."""
    inner = reader.mapping("style", example="{avoid: {régime: gouvernement}, title: 100}")
    if inner is None:
        return Style()
    usual = Style()
    style = Style(
        avoid=_avoided(inner),
        known=inner.lines("known"),
        title=inner.integer("title") or usual.title,
        summary=inner.integer("summary") or usual.summary,
        key_points=inner.integer("key_points", least=2) or usual.key_points,
    )
    inner.close()
    return style


def _pictures(reader: Reader) -> Sizes:
    """Read in which sizes and formats pictures are offered."""
    example = "{widths: [480, 960, 1600], formats: [avif, webp]}, or outputs: {pictures: off} for none"
    inner = reader.mapping("pictures", example=example)
    if inner is None:
        return Sizes()
    widths = inner.values("widths", width, "number") if inner.has("widths") else Sizes().widths
    formats = inner.values("formats", format_or_error, "choice") if inner.has("formats") else Sizes().formats
    inner.close()
    return Sizes(tuple(sorted({*widths})), tuple(dict.fromkeys(formats)))


_WIDEST = 4096
"""Pixels: of a screen of the finest kind."""


def width(text: str) -> int:
    """Return how many pixels wide a picture is offered."""
    if not text.isascii() or not text.isdecimal() or not 0 < int(text) <= _WIDEST:
        raise ValueError(f"write a number of pixels, up to {_WIDEST}, as 960")
    return int(text)


def format_or_error(text: str) -> str:
    """Return a format that pictures are offered in."""
    if text not in Sizes().formats:
        raise ValueError(f"write {' or '.join(Sizes().formats)}; the original is offered beside them")
    return text


def _avoided(reader: Reader) -> tuple[tuple[str, str], ...]:
    """Read words that are avoided, each with what is written instead."""
    inner = reader.mapping("avoid", example="{régime: gouvernement}")
    found: list[tuple[str, str]] = []
    for key, _ in inner.node.pairs if inner else ():
        assert inner is not None
        inner.require(key.text, why=": say what to write instead")
        instead = inner.text(key.text)
        found += [(key.text.strip(), instead)] if key.text.strip() and instead else []
    return tuple(found)


def _off(reader: Reader) -> frozenset[str]:
    """Read which outputs are switched off."""
    inner = reader.mapping("outputs", example="{json: off}")
    if inner is None:
        return frozenset()
    switches = {name: inner.choice(name, ("on", "off")) for name in OUTPUTS}
    inner.close()
    return frozenset(name for name, switch in switches.items() if switch == "off")
