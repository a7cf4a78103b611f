"""Law 3: two contents that differ only in withheld matter give byte-identical sites, file names included."""

from dataclasses import dataclass

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.laws.sites import REGISTER, press, public_briefs

CANARY = "zqxwithheld"
"""Stands in every withheld name, title and sentence; no byte of a site may hold it."""

GATES = [
    "status: draft",
    "status: review",
    "embargo: 2016-08-24T12:00:01+02:00",
    "expires: 2016-08-24",
    "marking: TLP:GREEN",
    "marking: RED",
    "status: draft\nembargo: 2016-08-01\nmarking: TLP:AMBER+STRICT",
]


@dataclass(frozen=True)
class Secret:
    """Something withheld: its kind, its gate, and numbers that vary the rest."""

    kind: str
    gate: str
    number: int
    brief: int
    """The public brief it is put into, or that names it."""
    named: bool
    """Whether a public brief's header names it."""


secrets = st.builds(
    Secret,
    kind=st.sampled_from(
        ["brief", "edition", "actor", "topic", "source", "event", "page", "ednote", "block", "inline", "future", "reader"]
    ),
    gate=st.sampled_from(GATES),
    number=st.integers(0, 9),
    brief=st.integers(0, 2),
    named=st.booleans(),
)


def whole(briefs, hidden):
    """Put the files of a publication together: the public briefs, with what is withheld among and inside them."""
    files = dict(REGISTER)
    inside = [{"header": "", "actors": [], "topics": [], "blocks": []} for _ in briefs]
    for turn, secret in enumerate(hidden):
        into = inside[secret.brief % len(briefs)]
        add(secret, turn, briefs[secret.brief % len(briefs)], into, files)
    for brief, more in zip(briefs, inside, strict=True):
        header = more.pop("header")
        files[brief.path] = brief.text(header=header, **more)
    return files


def add(secret, turn, brief, into, files):
    name, gate = f"{CANARY}-{turn}-{secret.number}", secret.gate
    head = f"---\ntitle: Un {name}\ndate: 2016-08-2{secret.number % 4}\n{gate}\n"
    if secret.kind == "brief":
        picture = f"media/{name}.png"
        files[picture] = name.encode()
        image = f"image: {{src: /{picture}, alt: a, credit: b, licence: c}}\n"
        lists = f"actors: [kerry, {name}]\ntopics: [alep, {name}]\nthread: fil\nformer_ids: [{name}-old]\n"
        body = f"{name} [[lavrov]] [@depeche] ![x](/{picture})\n\n## Contexte {name}\n"
        files[f"briefs/{name}.md"] = f"{head}{lists}{image}redirects: [{name}.html]\n---\n{body}"
    elif secret.kind == "edition":
        other = "en" if brief.lang == "fr" else "fr"
        if f"briefs/b{brief.number}.{other}.md" not in {b.path for b in BRIEFS.get()}:
            files[f"briefs/b{brief.number}.{other}.md"] = (
                f"---\ntitle: {name}\ndate: 2016-08-{brief.day:02}\n{gate}\n---\n{name}\n"
            )
    elif secret.kind == "actor":
        files[f"actors/{name}.yaml"] = f"kind: person\nnames: {{fr: {name}, en: Mr {name}}}\nparent: kerry\n{gate}\n"
        if secret.named:
            into["actors"].append([name, f"Mr {name}", name.upper()][secret.number % 3])
            into["blocks"].append((secret.number, f"[[tlp:red]]\n[[{name}]]\n[[/tlp]]"))
    elif secret.kind == "topic":
        files[f"topics/{name}.yaml"] = f"labels: {{fr: {name}, en: On {name}}}\nparents: [syrie]\n{gate}\n"
        if secret.named:
            into["topics"].append(name)
    elif secret.kind == "source":
        files[f"sources/{name}.yaml"] = f"id: {name}\ntitle: {name}\n{gate}\n"
        if secret.named and "\nsources:" not in into["header"]:
            into["header"] += f"sources: [{name}]\n" if "sources:" not in into["header"] else ""
    elif secret.kind == "event":
        gate = gate if "status" not in gate else "announced: 2016-08-25"
        files[f"events/{name}.yaml"] = (
            f"id: {name}\ntitle: {name}\nstart: 2016-09-01\nactors: [kerry, {name}]\ntopics: [syrie]\n{gate}\n"
        )
    elif secret.kind == "page":
        files[f"pages/{name}.fr.md"] = f"---\ntitle: {name}\nnav: 1\n{gate}\n---\n{name}\n"
    elif secret.kind == "ednote" and "ednote" not in into["header"]:
        into["header"] += f"ednote: {name}\n"
    elif secret.kind == "future" and "corrections" not in into["header"]:
        note = f"{{date: 2016-08-25, kind: correction, text: {name}}}"
        into["header"] += f"corrections: [{note}]\nupdated: 2016-08-26\n"
    elif secret.kind == "block":
        inner = f"## Contexte\n\n{name} [@depeche, p. 9] [[Monsieur {name}]][^9]\n\n[^9]: {name}\n\n[x]: https://{CANARY}.example/"
        into["blocks"].append((secret.number, f"[[tlp:amber]]\n\n{inner}\n\n[[/tlp]]"))
    elif secret.kind == "inline":
        into["blocks"].append((secret.number, f"[[tlp:{['green', 'red'][secret.number % 2]}]]{name} [@journal][[/tlp]]"))


class BRIEFS:
    """The public briefs of the example at hand, for an edition not to take the place of one."""

    found = ()

    @classmethod
    def get(cls):
        return cls.found


@settings(max_examples=40)
@given(public_briefs(), st.lists(secrets, max_size=6), st.lists(secrets, max_size=6))
@example((), [], [])
def test_what_is_withheld_leaves_no_trace(briefs, one, two):
    briefs = tuple({brief.path: brief for brief in briefs}.values())
    if not briefs:
        return
    BRIEFS.found = briefs
    first, second = press(whole(briefs, one)), press(whole(briefs, two))

    assert [str(p) for p in (*first.build.problems, *second.build.problems) if p.severity == 0] == []
    assert sorted(first.tree) == sorted(second.tree)
    assert [path for path in first.tree if first.tree[path] != second.tree[path]] == []
    assert [path for path, data in first.tree.items() if CANARY in path or CANARY.encode() in data.lower()] == []
