"""A renaming touches the id and nothing else: there and back leaves every byte, and the site its pages."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from fiche import renaming
from fiche.model import LinkKind
from tests.desk import at_work

HEADERS = [
    "actors: [kerry]",
    "actors: kerry # him",
    "actors:\n- 'kerry'\n- {id: \"kerry\", part: lead}",
    'actors: [John Kerry, "kerry"]\nseries: kerry',
    "statements:\n  - {speaker: kerry, on_behalf_of: lavrov, text: 'kerry: kerry'}",
    "sources: [{title: kerry, publisher: kerry}]",
]
BODIES = [
    "[[kerry]] and [[kerry|kerry]], kerry, [[?kerry]].",
    "[[ actor:kerry|«\u00a0kerry\u00a0»]] é [[John Kerry]]",
    "| a |\n|---|\n| [[kerry\\|b]] |",
    "[file kerry](../actors/kerry.yaml#kerry) and [again][k]\n\n[k]: ../actors/kerry.yaml",
    "[[tlp:amber]]Of [[kerry]].[[/tlp]] `[[kerry]]`",
    "\u0301\U0001f600 [[kerry]] [[lavrov]] [[kerry]]",
]
OWN = ["", "former_ids: [jk]\n", "former_ids:\n  - jk # old\nborn: 1943 # kerry\n", "former_ids: jk\n", "# kerry"]


@st.composite
def publications(draw):
    """Draw a small publication that names an actor in many ways."""
    end, mark = draw(st.sampled_from(["\n", "\r\n"])), "\ufeff" * draw(st.booleans())
    files = {
        "actors/kerry.yaml": f"kind: person\nnames: John Kerry\n{draw(st.sampled_from(OWN))}",
        "actors/lavrov.yaml": "kind: person\nnames: Sergey Lavrov\nroles: [{title: Envoy, org: kerry}]\n",
        "events/all.yaml": "- {id: e, title: kerry, start: 2016-08-20, actors: [lavrov, kerry]}\n",
    }
    for number in range(draw(st.integers(0, 3))):
        header, body = draw(st.sampled_from(HEADERS)), draw(st.lists(st.sampled_from(BODIES), max_size=3))
        text = f"---\ntitle: kerry {number}\ndate: 2016-08-20\n{header}\n---\n" + "\n\n".join(body)
        files[f"briefs/b{number}.md"] = text
    return {path: (mark + text).replace("\n", end).encode() for path, text in files.items()}


FORMER = re.compile(rb"\r?\nformer_ids:[^\r\n]*(?:\r?\n  ?- [^\r\n]*)*")


def but_former_ids(files):
    return {path: FORMER.sub(b"", data).rstrip() for path, data in files.items()}


@given(publications())
def test_there_and_back_leaves_every_byte_but_former_ids(files):
    with at_work(files) as desk:
        before = desk.files
        desk.revise(lambda *rest: renaming.rename(LinkKind.ACTOR, *rest), "kerry", "john-kerry")
        there = desk.files
        desk.revise(lambda *rest: renaming.rename(LinkKind.ACTOR, *rest), "john-kerry", "kerry")
        after = desk.files
    assert before.keys() == after.keys()
    others = before.keys() - {"actors/kerry.yaml"}
    assert {path: before[path] for path in others} == {path: after[path] for path in others}
    assert but_former_ids(before) == but_former_ids(after)
    assert "actors/john-kerry.yaml" in there


@settings(max_examples=12)
@given(publications())
def test_the_site_keeps_its_pages_and_the_old_address_leads_on(files):
    with at_work(files) as desk:
        before = desk.build()
        desk.revise(lambda *rest: renaming.rename(LinkKind.ACTOR, *rest), "kerry", "john-kerry")
        after = desk.build()
    moved = {re.sub(r"(^|/)actors/kerry(?=[/.])", r"\1actors/john-kerry", path) for path in before}
    assert {"actors/kerry/index.html", "en/actors/kerry/index.html"} == after - moved
    assert set() == moved - after
