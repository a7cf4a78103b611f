"""The fields of statements: what somebody said, as a brief's header has it.

Owns what an entry of `statements:`, or the mapping below a quote of the text, may say, and what must not be said together: a
quotation on deep background, a day after the brief.
"""

from __future__ import annotations

from fiche import header, names
from fiche.fields import Reader
from fiche.forms.sheet import UNDATED
from fiche.model import Attribution, BriefHead, Precision, Stamp, Statement, When
from fiche.problem import Checked, Place, in_order, quoted

_NAMED = 6
"""Words of a quote that its id is made of."""
FORMS = ("quote", "paraphrase", "readout", "joint-statement", "post", "letter", "vote")


def statements(reader: Reader, lang: str, date: When | None, updated: When | None) -> tuple[Statement, ...]:
    """Read the statements of a brief of a language and day, and perhaps of a later one on which it was revised."""
    found: list[Statement] = []
    taken: set[str] = set()
    example = "{speaker: john-kerry, text: …, source: …}"
    for number, node in enumerate(reader.mappings("statements", "a statement", example=example), 1):
        inner = reader.child(node)
        one = _statement(inner, f"{number}", lang, date, updated)
        inner.close()
        if one is None:
            continue
        if one.id in taken:
            reader.refuse(node, f"two statements have the id {quoted(one.id)}; give one of them another", "same-id")
        taken.add(one.id)
        found.append(one)
    return tuple(found)


def statement(head: BriefHead, zone: str, words: str, mapping: str, place: Place) -> Checked[Statement | None]:
    """Make a statement of a quote in the text of a brief, and of the mapping that says whose it is.

    Without an `id` it has one made of its first words, so that other quotes put before it change nothing.
    """
    read = header.read_mapping(mapping, place)
    if read.value is None:
        return Checked(None, read.problems)
    lines = ("",) * (place.line - 1) + tuple(mapping.split("\n"))
    reader = Reader(read.value, lines=lines, zone=zone, problems=list(read.problems))
    if reader.take("text") is not None:
        reader.refuse("text", "the words stand above; take “text” out", "field-unknown")
    key = names.slug(" ".join(words.split()[:_NAMED]))
    made = _statement(reader, key, head.lang, head.date, head.updated, words)
    reader.close()
    return Checked(made, in_order(reader.problems))


def _statement(
    reader: Reader, key: str, lang: str, published: When | None, updated: When | None, words: str = ""
) -> Statement | None:
    """Read a statement; with `words` that stand elsewhere it has no text of its own."""
    key = reader.slug("id") or key
    place = reader.place("speaker")
    speaker = reader.text("speaker")
    attribution = reader.guard("attribution", lambda name: reader.enum(name, Attribution))
    text = words or reader.prose("text")
    if not words:
        reader.require("text")
    day = reader.stamp("date")
    form = reader.choice("form", FORMS) or "quote"
    descriptor = reader.texts("descriptor")
    if reader.doubtful:
        attribution = Attribution.CHATHAM
    attribution = attribution or Attribution.ON_RECORD
    if attribution is Attribution.ON_RECORD and not speaker:
        reader.require("speaker", why="; who may not be named has another “attribution” and a “descriptor”")
    if attribution in {Attribution.BACKGROUND, Attribution.DEEP_BACKGROUND} and not descriptor:
        reader.require("descriptor", why=": say who spoke without naming him, as “a European diplomat”")
    if attribution is Attribution.DEEP_BACKGROUND and form == "quote":
        what = "what was said on deep background may not be quoted; tell it in your words, with form: paraphrase"
        reader.refuse("attribution" if words else "text", what, "deep-background")
    last = updated or published
    if day and last and day.first > last.instant.date():
        reader.refuse("date", "the statement is dated after the brief that has it; check both dates", "dates-order")
    own = reader.language("lang") or lang
    translations = reader.texts("translations", prose=True)
    made = Statement(
        id=key,
        text=text,
        lang=own,
        date=day or _day(published),
        translations=translations,
        speaker=speaker,
        on_behalf_of=reader.text("on_behalf_of"),
        form=form,
        venue=reader.texts("venue"),
        topics=reader.uses("topics"),
        attribution=attribution,
        descriptor=descriptor,
        source=reader.slug("source"),
        place=place,
    )
    return made if text else None


def _day(published: When | None) -> Stamp:
    """Return the day of the brief, for a statement without one."""
    day = (published or UNDATED).instant.date()
    return Stamp(day, day, Precision.DAY)
