"""Forms of names in running text where a language declines them: the cases of Russian.

Owns no grammar but the endings of names. It may make forms that no one writes; they are looked for in vain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

_CASES = range(5)
"""Genitive, dative, accusative, instrumental, prepositional."""

_ENDINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    # Of a word's end, what takes its place in each case. All that fit: “Путина” is declined unlike “Украина”.
    ("(?<=[гкх])ий", ("ого", "ому", "ого", "им", "ом")),
    ("(?<![гкх])ий", ("ия", "ию", "ия", "ием", "ии")),
    ("ой|ый", ("ого", "ому", "ого", "ым", "ом")),
    ("(?<=[еа])й", ("я", "ю", "я", "ем", "е")),
    ("ая", ("ой", "ой", "ую", "ой", "ой")),
    ("(?<=[гкхжшчщ])ое", ("ого", "ому", "ое", "им", "ом")),
    ("(?<![гкхжшчщ])ое", ("ого", "ому", "ое", "ым", "ом")),
    ("ые", ("ых", "ым", "ые", "ыми", "ых")),
    ("ие", ("их", "им", "ие", "ими", "их")),
    ("ие", ("ия", "ию", "ие", "ием", "ии")),
    ("(?<=[ео]в|ин|ын)а", ("ой", "ой", "у", "ой", "ой")),
    ("ия", ("ии", "ии", "ию", "ией", "ии")),
    ("(?<![иа])я", ("и", "е", "ю", "ей", "е")),
    ("(?<=[гкхжшчщ])а", ("и", "е", "у", "ой", "е")),
    ("(?<![гкхжшчщ])а", ("ы", "е", "у", "ой", "е")),
    ("(?<=[бвгдзклмнпрстфхцчшщ])о", ("а", "у", "о", "ом", "е")),
    ("ь", ("я", "ю", "я", "ем", "е")),
    ("ь", ("и", "и", "ь", "ью", "и")),
    ("(?<=[ео]в|ин|ын)", ("а", "у", "а", "ым", "е")),
    ("(?<=[бвгдзклмнпрстфхцчшщ])", ("а", "у", "а", "ом", "е")),
    ("ы", ("ов", "ам", "ы", "ами", "ах")),
    ("ы", ("", "ам", "ы", "ами", "ах")),
)
_RULES = tuple((re.compile(f"(?:{ending})$", re.IGNORECASE), cases) for ending, cases in _ENDINGS)
_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)


def forms(name: str) -> Iterator[str]:
    """Yield the forms a name has beside the one written: of a Russian one its cases, else none.

    The first word is declined, the first two, and so on to all: in “Совет Безопасности” only the first is, in “Сергей
    Лавров” both are.
    """
    if not _CYRILLIC.search(name):
        return
    words = re.split("([ -])", name)  # with what stands between them at odd places
    for case in _CASES:
        for count in range(1, len(words) + 1, 2):
            forms = (_declined(word, case) if at % 2 == 0 else [word] for at, word in enumerate(words[:count]))
            for made in product(*forms):
                yield "".join((*made, *words[count:]))
        if len(words) > 1:
            yield from ("".join((*words[:-1], last)) for last in _declined(words[-1], case))


def _declined(word: str, case: int) -> list[str]:
    """Return what a word may be in a case; an acronym, a particle or a name that ends otherwise stays as it is."""
    found = [(rule.search(word), endings) for rule, endings in _RULES] if len(word) > 1 and not word.isupper() else []
    return list(dict.fromkeys(word[: end.start()] + endings[case] for end, endings in found if end)) or [word]
