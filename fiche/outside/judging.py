"""What an answer means: whether readers who follow a link find what was linked.

Owns the judgement, which is a table of what hosts do and no more: it asks nothing. Where an answer fits several lines the first
one counts. Its examples are in `tests/examples/outside`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum
from html import unescape
from urllib.parse import SplitResult, unquote, urlsplit

from fiche.fetch import Answer, Fault, host_of
from fiche.problem import quoted
from fiche.value import Value


class Outcome(Enum):
    """What becomes of a link."""

    OK = "ok"
    MOVED = "moved"
    """Its host says for good that it is elsewhere."""
    DEAD = "dead"
    BLOCKED = "blocked"
    """Its host tells nothing to programs."""
    UNSURE = "unsure"
    """There is no answer today."""
    PRIVATE = "private"
    """Its host is none that readers could reach."""
    LATER = "later"
    """It was not asked, so as to leave its host alone."""


class Copy(Value, frozen=True):
    """An archived copy of a page."""

    url: str
    stamp: str
    """When it was made, as YYYYMMDDhhmmss in UTC."""


class Verdict(Value, frozen=True):
    """What is known of an address."""

    outcome: Outcome
    why: str = ""
    """In words that follow the address: “answers 404”."""
    url: str = ""
    """Where it has moved."""
    found: tuple[str, ...] = ()
    """Of the places in its page that were looked for, those that there are, or of which nothing can be said."""
    missing: tuple[str, ...] = ()
    """Those that there are not."""
    copy: Copy | None = None
    lasting: bool = True
    """It will be so tomorrow."""


_GONE = frozenset({404, 410})
_CLOSED = frozenset(
    {401, 402, 403, 405, 406, 407, 418, 421, 423, 425, 426, 428, 429, 430, 444, 451, 498, 499, 511, 999}
)
"""Statuses by which hosts keep programs out, in the Internet as it is."""


def judged(asked: str, answer: Answer) -> Verdict:
    """Say what the answer to an address means."""
    if answer.fault is Fault.FORBIDDEN:
        return Verdict(Outcome.PRIVATE, f"leads into a private network ({host_of(answer.url)})")
    if answer.fault is Fault.REDIRECTS:
        return Verdict(Outcome.UNSURE, "sends readers round in circles, perhaps for want of a cookie")
    if answer.fault is Fault.ADDRESS:
        return _unreadable(answer)
    if not answer.status:
        return _silent(answer)
    if _is_challenge(answer):
        return Verdict(Outcome.BLOCKED, "asks for proof that one is no program")
    if answer.status in _GONE:
        return Verdict(Outcome.DEAD, f"answers {answer.status}{_after(answer)}")
    if answer.status in _CLOSED:
        return Verdict(Outcome.BLOCKED, f"answers {answer.status} to programs", lasting=answer.status != 429)
    if not 200 <= answer.status < 300:
        return Verdict(Outcome.UNSURE, f"answers {answer.status}")
    return _reached(asked, answer)


def _unreadable(answer: Answer) -> Verdict:
    if answer.hops or answer.status:
        return Verdict(
            Outcome.UNSURE, f"sends readers to {quoted(answer.detail or answer.url)}, which is no address of a page"
        )
    return Verdict(Outcome.DEAD, "is no address that can be asked")


_SILENCE = {
    Fault.NO_NAMES: "could not be looked up",
    Fault.UNREACHABLE: "could not be reached",
    Fault.REFUSED: "is on a host that takes no connection",
    Fault.TIMEOUT: "did not answer in time",
    Fault.CUT: "had its connection cut",
    Fault.GARBAGE: "answers with what is no HTTP",
}


def _silent(answer: Answer) -> Verdict:
    if answer.fault is Fault.NO_HOST:
        return Verdict(Outcome.DEAD, f"leads to {host_of(answer.url)}, and there is no such host")
    if answer.fault is Fault.TLS:
        lacking = "; browsers may find the part that is missing" if "local issuer" in answer.detail else ""
        return Verdict(Outcome.UNSURE, f"cannot be asked safely ({answer.detail or 'TLS failed'}{lacking})")
    return Verdict(Outcome.UNSURE, _SILENCE.get(answer.fault, "was not asked") if answer.fault else "was not asked")


def _after(answer: Answer) -> str:
    return f" at {quoted(answer.url)}" if answer.hops else ""


_CHALLENGE = re.compile(
    rb"challenge-platform|cf-chl-|just a moment\.\.\."
    rb"|_incapsula_resource|captcha-delivery\.com|geo\.captcha|awswafcookiedomain|px-captcha",
    re.IGNORECASE,
)
"""What pages have that ask whether one is a program: Cloudflare, Imperva, DataDome, AWS, PerimeterX."""


def _is_challenge(answer: Answer) -> bool:
    if answer.header("cf-mitigated") or answer.header("x-amzn-waf-action"):
        return True
    return answer.status in {403, 429, 503} and bool(_CHALLENGE.search(answer.body))


# --------------------------------------------------------------------------- a page was reached


def _reached(asked: str, answer: Answer) -> Verdict:
    if not answer.hops:
        return Verdict(Outcome.OK)
    try:
        start, end = urlsplit(asked), urlsplit(answer.url)
    except ValueError:  # what answered was read by other rules
        return Verdict(Outcome.OK)
    if _is_entrance(end) and not _is_entrance(start):
        return Verdict(Outcome.BLOCKED, f"leads to a page that asks readers for something first, {quoted(answer.url)}")
    if _MISSING.search(end.path) and not _MISSING.search(start.path):
        return Verdict(Outcome.DEAD, f"leads to a page that says it is not there, {quoted(answer.url)}")
    if _is_home(end) and not _is_home(start) and not _is_short(start):
        return Verdict(Outcome.DEAD, f"leads to a home page instead, {quoted(answer.url)}")
    if all(hop.status in _FOR_GOOD for hop in answer.hops) and not _is_same(start, end) and not _is_lasting(start):
        return Verdict(Outcome.MOVED, "has moved for good", answer.url)
    return Verdict(Outcome.OK)


_FOR_GOOD = frozenset({301, 308})
_DOORMAN = re.compile(r"(?:accounts?|auth|consent|idp|log-?in|sign-?in|sso)\.", re.IGNORECASE)
"""Begins the names of hosts that let readers in."""
_ENTRANCE = re.compile(r"/(?:log-?in|sign-?in|sso|auth|captcha|challenge|consent|connexion)(?:[/.]|$)", re.IGNORECASE)
_MISSING = re.compile(r"/(?:error[-_/]?)?404(?:[/.]|$)|/(?:page[-_]?)?not[-_]?found(?:[/.]|$)", re.IGNORECASE)
_HOME = re.compile(r"/?(?:[a-z]{2}(?:[-_][a-z]{2})?/?)?(?:(?:index|default|home)(?:\.[a-z]{3,5})?)?/?", re.IGNORECASE)
_SHORTENERS = frozenset(
    {
        "bit.ly", "buff.ly", "cutt.ly", "dlvr.it", "fb.me", "goo.gl", "is.gd", "lnkd.in", "ow.ly", "rb.gy", "rebrand.ly",
        "shorturl.at", "t.co", "t.ly", "tiny.cc", "tinyurl.com", "trib.al", "wp.me", "youtu.be",
    }
)  # fmt: skip
"""Services of short addresses: what they lead to may well be a home page."""
_LASTING = frozenset(
    {
        "ark.org", "data.europa.eu", "doi.org", "dx.doi.org", "hdl.handle.net", "n2t.net", "nbn-resolving.org", "purl.org",
        "undocs.org", "urn.fi", "w3id.org", "www.doi.org",
    }
)  # fmt: skip
"""Services of addresses that are to last: the redirect is the service, and the address is to stay."""


def _is_entrance(url: SplitResult) -> bool:
    return bool(_DOORMAN.match(url.netloc) or _ENTRANCE.search(url.path))


def _is_home(url: SplitResult) -> bool:
    return bool(_HOME.fullmatch(url.path)) and not url.query


def _is_short(url: SplitResult) -> bool:
    return url.hostname in _SHORTENERS or _is_lasting(url)


def _is_lasting(url: SplitResult) -> bool:
    return url.hostname in _LASTING


def _is_same(one: SplitResult, other: SplitResult) -> bool:
    """Say whether two addresses differ in their spelling alone."""
    return _spelt(one) == _spelt(other)


def _spelt(url: SplitResult) -> tuple[str, ...]:
    return (
        url.scheme,
        url.netloc.lower().removesuffix(":443").removesuffix(":80"),
        unquote(url.path) or "/",
        unquote(url.query),
    )


# --------------------------------------------------------------------------- places in a page

_PLACE = re.compile(rb"""\s(?:id|name)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_PLAIN = re.compile(r"(?!L[0-9]+(?:C[0-9]+)?(?:-L?[0-9]+(?:C[0-9]+)?)?$)[\w:.-]+")
"""Fragments that are names of places. Others are for a script: routes, lines of a program, words to look for (`:~:text=`)."""


def places(answer: Answer, wanted: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return which of some fragments a page has, and which it lacks.

    Where nothing can be said of one it counts as there: what is no HTML, or was not read to its end, may have anything.
    """
    asked = tuple(dict.fromkeys(wanted))
    if not answer.whole or not answer.header("content-type").lower().startswith("text/html") or answer.is_encoded:
        return asked, ()
    there = {unescape(b"".join(found).decode("utf-8", "replace")) for found in _PLACE.findall(answer.body)}
    there |= {name.removeprefix("user-content-") for name in there}
    missing = tuple(
        name
        for name in asked
        if _PLAIN.fullmatch(unquote(name)) and name.lower() != "top" and not {name, unquote(name)} & there
    )
    return tuple(name for name in asked if name not in missing), missing
