"""A fix mends what it is for, and nothing else: after it the finding is gone, and a second one changes nothing."""

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from fiche import header
from fiche.checks.mentions import mentioned_not_listed
from fiche.mend import mended
from tests.checks.desks import studied
from tests.checks.test_listing import ENDS, lists

REGISTER = {
    "actors/kerry.yaml": "kind: person\nnames: John Kerry\n",
    "actors/lavrov.yaml": "kind: person\nnames: Sergey Lavrov\n",
    "actors/ocha.yaml": "kind: organization\nnames: {full: Bureau, short: OCHA}\n",
}
NAMES = st.lists(st.sampled_from(["John Kerry", "Sergey Lavrov", "OCHA"]), min_size=1, max_size=3, unique=True)


SUMMARIES = st.sampled_from(["", 'summary: "]: , \\" x"\n', "summary: |\n  - a\n  ---b\n"])
AFTER = st.sampled_from(["", "topics: [a, 'b]']\n", "# fin\n", "\n# fin\ngaps:\n  - x\n"])


@settings(max_examples=60)
@given(SUMMARIES, lists(), AFTER, ENDS, st.booleans(), NAMES)
def test_after_a_fix_the_finding_is_gone_and_all_else_stands(before, listed, after, end, marked, names):
    text = f"---\ntitle: x\ndate: 2016-08-20\n{before}{listed}{after}---\n{', '.join(names)}."
    data = (b"\xef\xbb\xbf" if marked else b"") + text.replace("\n", end).encode()
    assume(header.read("a.md", data).ok)
    with studied(REGISTER | {"briefs/a.md": data}) as study:
        found = list(mentioned_not_listed(study))
        changes = mended(found, study.ground.sources)
    assert all(problem.edits for problem in found)
    assert bool(found) == bool(changes)
    assume(found)
    (change,) = changes
    with studied(REGISTER | {"briefs/a.md": change.after}) as study:
        assert [] == list(mentioned_not_listed(study))
    assert without_actors(data) == without_actors(change.after)


def without_actors(data):
    """Return a file without its list of actors, and what stands there."""
    lines = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [line for line in lines if not line.lstrip().startswith(("-", "actors:", "]")) and "]" not in line]
