"""Quotation marks by language.

Source: Unicode CLDR 48, `delimiters` of each locale, in the order outer start, outer end, inner start, inner end. A tag
that is not here has the marks of the next shorter one, and at last those of the root. One thing is otherwise than in
CLDR: a quotation within a French one is marked “ ”, as French newspapers print it, and not « » once more.
"""

from __future__ import annotations

from functools import cache

_ROOT = "“”‘’"
_MARKS = {
    "„”‚’": "agq ff",
    "«»‹›": "am az-Arab az-Cyrl fa fr-CH gsw jgo kkj mzn rm sdh wae",
    "”“’‘": "ar lld ms-Arab syr ur",
    "«»“”": (
        "ast blo bm br ca cv dyo el es-US eu ewo fr ie it kab kk lij mg mua nnh pms pt-AO pt-CH pt-CV pt-GQ "
        "pt-GW pt-LU pt-MO pt-MZ pt-PT pt-ST pt-TL sc sg ti"
    ),
    "«»„“": "bas be bua ky os ru sah tyv uk",
    "„“„“": "bg lt prg sgs",
    "“”‘’": "bm-Nkoo ff-Adlm uz-Arab uz-Cyrl",
    "„”‘’": "bs",
    "„“‚‘": "bs-Cyrl cs de dsb et hr hsb is ksh lb luy mk nds sk sl",
    "«»‘’": "dua el-polyton ksf nb nn no rw",
    "“”«»": "eo",
    "””’’": "fi he lag rn se sn sv yi",
    "‘’“”": "fur ia ti-ER tn",
    "«»«»": "ht hy oc yav",
    "„”»«": "hu szl",
    "「」『』": "ja yue zh-Hant",
    "„“«»": "ka",
    "»«›‹": "kk-Arab ug",
    "‘’‘’": "nl",
    "„”«»": "nmg pl ro",
    "«»„”": "shi zgh",
    "„”’’": "sr",
    "“’“”": "st",
    "“”“”": "tk",
    "“”’‘": "uz",
}
_BY_TAG = {tag: marks for marks, tags in _MARKS.items() for tag in tags.split()}


@cache
def marks(language: str) -> str:
    """Return the four quotation marks of a language, by its BCP 47 tag: outer start and end, inner start and end."""
    while language:
        if language in _BY_TAG:
            return _BY_TAG[language]
        language = language.rpartition("-")[0]
    return _ROOT
