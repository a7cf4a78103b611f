"""Typewriter's punctuation made print's, in one pass over the text of an HTML body.

Owns the rules: quotation marks by language (`quotation`), the apostrophe, “--” and “---”, three dots, and in French the
no-break spaces within guillemets and before signs of two parts. A space is never added or taken elsewhere; nothing
changes in code, in what is written as an address, in tags. What can be read in two ways stays as it was written.

Spaces: Imprimerie nationale, Lexique des règles typographiques (narrow, U+202F, within guillemets and before ; ! ? and %;
full, U+00A0, before the colon).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from fiche.markup.quotation import marks


def refine(html: str, language: str) -> str:
    """Return HTML whose elements are closed with the punctuation of a language, a BCP 47 tag, in its texts."""
    parts = _TAG.split(html)
    if _is_french(language) or ' lang="' in html or _has_sign("\0".join(parts[::2])):
        return _Pass(html, language).run(parts)
    return html


@dataclass(slots=True)
class _Pass:
    html: str
    language: str
    before: str = ""
    """The last character of the words before, tags left out; nothing at the beginning of a block."""
    open: list[str] = field(default_factory=list)
    """The closing marks of the quotations that are open in this block, outermost first."""
    verbatim: int = 0
    """Elements around this place whose text stays as it is."""
    others: list[tuple[str, int, str]] = field(default_factory=list)
    """Elements around this place in another language: name, how many of that name within, and the language outside."""
    aside: str = ""
    """`before` outside a raised text: a note's number is no part of the words."""
    closes: int | None = None
    """Where a mark stands that may close a quotation in this block: -1 if none does, None if nobody has looked."""

    def run(self, parts: list[str]) -> str:
        """Return the HTML that was divided into texts and the tags between them."""
        end = 0
        for at, part in enumerate(parts):
            start, end = end, end + len(part)
            if at % 2:
                self._pass_tag(part)
            elif part:
                if not self.verbatim and (_is_french(self.language) or _has_sign(part)):
                    parts[at] = self._text(start, end)
                self.before = " " if part.endswith("&nbsp;") else part[-1]
        return "".join(parts)

    def _text(self, start: int, end: int) -> str:
        html, done = self.html, start
        written: list[str] = []
        for match in (_FRENCH if _is_french(self.language) else _TOKEN).finditer(html, start, end):
            at = match.start()
            if done < at:
                self.before = html[at - 1]
                written.append(html[done:at])
            done = match.end()
            found = match[0]
            if found[0] in "\"'.-" or match.lastgroup == "gap":
                found = self._refined(found, done)
            self.before = " " if found == "&nbsp;" else "x" if found[0] == "&" else found[-1]
            written.append(found)
        written.append(html[done:end])
        return "".join(written)

    def _pass_tag(self, tag: str) -> None:
        opens = not tag.startswith("</")
        name = _NAME.match(tag)[1].lower()  # type: ignore[index] # a tag has a name
        if name in _RAW:
            return
        if name in _VERBATIM:
            self.verbatim += 1 if opens else -1
            self.before = "x"
        elif name == "sup":
            if opens:
                self.aside = self.before
            else:
                self.before = self.aside
        elif name not in _WITHIN_WORDS:
            self.before, self.closes = "", None
            self.open.clear()
        if self.others and self.others[-1][0] == name:
            _, within, outside = self.others.pop()
            within += 1 if opens else -1
            if within:
                self.others.append((name, within, outside))
            else:
                self.language = outside
        elif opens and (other := _LANGUAGE.search(tag)):
            self.others.append((name, 1, self.language))
            self.language = other[1]

    def _refined(self, sign: str, end: int) -> str:
        if sign == '"':
            return self._double(end)
        if sign == "'":
            return self._single(end)
        if sign == "...":
            return "…"
        if sign == "---":
            return "—"
        if sign == "--":
            return sign if _begins(self.before) and self._after(end).isalnum() else "–"  # "--option" is a program's
        return self._space(sign, end)

    def _double(self, end: int) -> str:
        after = self._after(end)
        elided = self.before == "’" and not self.open and after.isalnum()  # qu’« on »
        if elided or (_begins(self.before) and after and not after.isspace()):
            return self._opened(inner=bool(self.open))
        if self.open:
            return self._closed()
        if not self.before or self.before.isspace() or self.before.isdigit():  # of inches, or alone
            return '"'
        return self._spaced_close(marks(self.language)[1])

    def _single(self, end: int) -> str:
        after = self._after(end)
        if self.before.isalnum() and after.isalnum():
            return "'" if self.before.isdigit() and after.isdigit() else "’"
        if _begins(self.before):
            if after.isspace() or not after:
                return self._closed() if self.open else "'"
            begins = not _LEFT_OUT.match(self.html, end) and self._is_closed(end)
            return self._opened(inner=True) if begins else "’"
        if self.open and self.open[-1] in marks(self.language)[3]:
            return self._closed()
        return "'" if self.before.isdigit() else "’"

    def _is_closed(self, end: int) -> bool:
        """Say whether a mark follows in this block that may close a quotation; a long text is searched but once."""
        if self.closes is None or 0 <= self.closes <= end:
            match = _CLOSES.match(self.html, end)
            self.closes = match.end() if match else -1
        return self.closes > end

    def _opened(self, *, inner: bool) -> str:
        start, close = tuple(marks(self.language))[2 * inner : 2 * inner + 2]
        self.open.append(close)
        return start + _NARROW if start == "«" and _is_french(self.language) else start

    def _closed(self) -> str:
        return self._spaced_close(self.open.pop())

    def _spaced_close(self, close: str) -> str:
        return _NARROW + close if close == "»" and _is_french(self.language) else close

    def _space(self, space: str, end: int) -> str:
        """Return a space so that no line breaks there, if it stands within guillemets or before a sign it belongs to."""
        before_what = self.html[end : end + 1]
        if not _is_french(self.language) or not self.before or (before_what in "%€" and not self.before.isdigit()):
            return space
        return "&nbsp;" if before_what == ":" and self.before != "«" else _NARROW

    def _after(self, end: int) -> str:
        """Return the next character of the words, tags within words left out; nothing at the end of a block."""
        after = self.html[end : end + 1]
        if after not in {"<", "f", "&"}:
            return after
        match = _NEXT.match(self.html, end)
        rest = match.end() if match else end
        if self.html.startswith("&nbsp;", rest):
            return " "
        after = self.html[rest : rest + 1]
        return "" if after == "<" else after


def _has_sign(text: str) -> bool:
    return '"' in text or "'" in text or "--" in text or "..." in text


def _is_french(language: str) -> bool:
    return language == "fr" or language.startswith("fr-")


def _begins(before: str) -> bool:
    """Say whether what comes after this character begins a word."""
    return not before or before.isspace() or before in _OPENERS


_NARROW = "\N{NARROW NO-BREAK SPACE}"
_OPENERS = "([{<«»‹“„‘‚–—-/=¿¡…"
_VERBATIM = frozenset("code pre kbd samp tt svg math".split())
_WITHIN_WORDS = frozenset(
    "a abbr b bdi bdo big cite del dfn em font i ins label mark q s small span strike strong sub sup time u var wbr".split()
)
_RAW = frozenset({"script", "style", "textarea"})
_TAG = re.compile(
    r"(<(?:script|style|textarea)\b.*?</(?:script|style|textarea)\s*>|</?[a-zA-Z](?:[^<>\"']|\"[^\"]*\"|'[^']*')*>)",
    re.DOTALL | re.IGNORECASE,
)
"""A tag, or an element whose text is no HTML."""
_NAME = re.compile(r"</?([a-zA-Z][^\s/<>]*)")
_SPACES = r" \xa0\u202f\u2009"
_OWN = (
    r"(?<=[\"'])|(?<=\.)(?<!\.\.)\.\.(?!\.)|(?<=-)(?<!--)--?(?!-)"
    r"|(?<=:)(?<=[\w+.-]:)//[^\s<>\"']+|(?<=w)(?<!\ww)ww\.[^\s<>\"']+|(?<=&)#?\w+;"
)
_MORE = rf"(?:[{_SPACES}]|&nbsp;){{0,3}}"
_GAP = (
    rf"|(?P<gap>(?:(?<=[{_SPACES}])(?<![{_SPACES}]{{2}})|(?<=&)(?<!;&)nbsp;){_MORE}(?=[;:!?»%€])"
    rf"|(?:(?<=«[{_SPACES}])|(?<=«&)nbsp;){_MORE})"
)
_TOKEN = re.compile(rf"[\"'.:w&-](?:{_OWN})")
_FRENCH = re.compile(rf"[\"'.:w&{_SPACES}-](?:{_GAP[1:]}|{_OWN})")
"""What may be changed, and what must not: an address from its “://” or “www.” on, a character's name. Each begins with one
character out of few, so that the search passes over all others quickly."""
_NEXT = re.compile(
    rf"(?:</?(?:{'|'.join(sorted(_WITHIN_WORDS))})\b(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>|fiche[0-9a-f]{{16}}x[0-9]+z)*"
)
_LANGUAGE = re.compile(r"\slang=\"([A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)\"")
_LEFT_OUT = re.compile(r"\d\d(?!\d)|(?:n|em|tis|twas|til|cause|bout|round)\b", re.IGNORECASE)
_CLOSES = re.compile(r"[^<>']*(?:(?:</?(?:a|abbr|b|cite|em|i|mark|span|strong)\b[^<>]*>|'(?=\w))[^<>']*)*'(?!\w)")
"""A text up to a mark that may close a quotation, with no end of a block before it."""
