"""A publication of any size, the same every time: N briefs in English and French, with their actors and topics.

    python bench/corpus.py FOLDER --briefs 1000 [--seed 1] [--dialect hugo] [--references]

Owns the words and the shape. Mean 480 words and 3.1 KB a brief, lengths log-normal; 40 % French; two to six actors out
of N/20 and one to three topics out of N/100, a few of them in most briefs and most in a few (Zipf). Headings, lists,
tables, quotations, footnotes, links. In fiche's own dialect actors and topics have files; the dialects of other
generators say the same of the same texts in the header each of them wants. With `--references` bodies refer to actors
and to a source. A brief depends on the seed and its number alone, so a corpus of 1,000 is the beginning of one of
2,000, but for names.
"""

from __future__ import annotations

import argparse
import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path


@dataclass(frozen=True)
class Tongue:
    """What one needs to babble in a language."""

    tag: str
    subjects: Sequence[str]
    verbs: Sequence[str]
    objects: Sequence[str]
    circumstances: Sequence[str]
    asides: Sequence[str]
    remarks: Sequence[str]
    headings: Sequence[str]
    points: Sequence[str]
    voices: Sequence[str]
    columns: tuple[str, str, str]
    rows: Sequence[str]
    note: str
    titles: Sequence[str]


ENGLISH = Tongue(
    "en",
    subjects=(
        "the envoy",
        "the mission",
        "a joint team of monitors",
        "the foreign secretary",
        "the interim council",
        "the donors’ group",
        "the river commission",
        "the delegation of the coast",
        "a panel of jurists",
        "the guarantor states",
        "the relief agency",
        "the speaker of the assembly",
        "the chair of the talks",
        "a retired judge",
        "the liaison office",
        "the upper chamber",
    ),
    verbs=(
        "circulated",
        "set aside",
        "reopened",
        "defended",
        "put off",
        "initialled",
        "amended",
        "let lapse",
        "called into doubt",
        "made public",
        "sent back",
        "upheld",
        "narrowed",
        "welcomed",
        "turned down",
    ),
    objects=(
        "the text on passage rights",
        "a second list of detainees",
        "the timetable for the handover",
        "the note on verification",
        "a request for observers",
        "the map of the crossing points",
        "the clause on compensation",
        "an offer of mediation",
        "the rules for the convoys",
        "the joint statement of June",
        "the mandate of the fact-finders",
        "a freeze on new posts",
        "the budget for mine clearance",
        "the protocol on shared water",
    ),
    circumstances=(
        "after two nights without a break",
        "with no press in the room",
        "a week earlier than foreseen",
        "over the objection of the north",
        "at the request of both sides",
        "while the shelling went on in the hills",
        "before the ministers had arrived",
        "under a procedure last used a decade ago",
        "in exchange for a list of names",
        "as the winter closed the passes",
    ),
    asides=(
        "**without a vote**",
        "in what one member called *a pause, not an end*",
        "on the basis of `annex B`",
        "as [the minutes]({url}) record",
        'and [published the annexes]({url} "Annexes")',
        "**for the first time** since spring",
    ),
    remarks=(
        "Both accounts agree on the hour and differ on the rest.",
        "The next round is set for the {d}th.",
        "Of {n} trucks, {m} got through.",
        "Nobody would say who had asked for the delay.",
        "The figure of {n} comes from a single source.",
        "An aide put the cost at {n} million.",
        "Two earlier drafts had failed on the same line.",
        "It takes effect when {m} of the parties have signed.",
        "The market in the old town opened for {m} hours.",
        'What "full access" means is left to a later paper.',
    ),
    headings=(
        "Where things stand",
        "What is new",
        "Who holds what",
        "The sticking points",
        "Money",
        "On the ground",
        "The legal thread",
        "What each side says",
        "Dates to keep",
        "Numbers",
        "How it was verified",
        "If it fails",
    ),
    points=(
        "the crossing opens {m} days a week",
        "{n} names are still *in dispute*",
        "monitors report to the chair **only**",
        "the depot holds food for {n} days",
        "talks resume on the {d}th",
        "no side has withdrawn its reservation",
        "{m} of {n} sites were inspected",
    ),
    voices=(
        "We did not come to sign; we came to find out whether there is something to sign.",
        "The paper is short, and every word of it has been fought over.",
        "If the road is open on Friday I will believe it, and not before.",
    ),
    columns=("Site", "Visits", "State"),
    rows=("Old bridge", "Upper mill", "Customs house", "East quarter", "Lake road", "Depot two"),
    note="Counted by the monitors on the {d}th; {n} entries were struck as duplicates.",
    titles=(
        "{S} {v} {o}",
        "{O}: how far apart the sides are",
        "What it means that {s} {v} {o}",
        "{O}, seen from both banks",
    ),
)
FRENCH = Tongue(
    "fr",
    subjects=(
        "l’émissaire",
        "la mission",
        "une équipe mixte d’observateurs",
        "le chef de la diplomatie",
        "le conseil provisoire",
        "le groupe des donateurs",
        "la commission du fleuve",
        "la délégation du littoral",
        "un collège de juristes",
        "les garants",
        "l’agence de secours",
        "la présidente de l’assemblée",
        "le médiateur en titre",
        "un magistrat à la retraite",
        "la chambre haute",
    ),
    verbs=(
        "a diffusé",
        "a écarté",
        "a rouvert",
        "a défendu",
        "a ajourné",
        "a paraphé",
        "a amendé",
        "a laissé tomber",
        "a mis en doute",
        "a rendu public",
        "a renvoyé",
        "a confirmé",
        "a restreint",
        "a salué",
    ),
    objects=(
        "le texte sur le droit de passage",
        "une seconde liste de détenus",
        "le calendrier du transfert",
        "la note sur la vérification",
        "une demande d’observateurs",
        "la carte des points de passage",
        "la clause d’indemnisation",
        "une offre de médiation",
        "le règlement des convois",
        "la déclaration commune de juin",
        "le mandat des enquêteurs",
        "le gel des nouveaux postes",
        "le budget du déminage",
        "le protocole sur les eaux partagées",
    ),
    circumstances=(
        "au terme de deux nuits sans pause",
        "hors la présence de la presse",
        "une semaine plus tôt que prévu",
        "malgré l’opposition du nord",
        "à la demande des deux camps",
        "tandis que les tirs continuaient sur les hauteurs",
        "avant l’arrivée des ministres",
        "selon une procédure tombée en désuétude",
        "en échange d’une liste de noms",
        "alors que l’hiver fermait les cols",
    ),
    asides=(
        "**sans vote**",
        "dans ce qu’un membre appelle *une pause, non une fin*",
        "sur la foi de l’`annexe B`",
        "comme l’atteste [le procès-verbal]({url})",
        'en joignant [les annexes]({url} "Annexes")',
        "**pour la première fois** depuis le printemps",
    ),
    remarks=(
        "Les deux récits s’accordent sur l’heure et divergent sur le reste.",
        "La prochaine séance est fixée au {d}.",
        "Sur {n} camions, {m} sont passés.",
        "Nul ne veut dire qui a demandé le report.",
        "Le chiffre de {n} n’a qu’une source.",
        "Un conseiller évalue le coût à {n} millions.",
        "Deux versions antérieures avaient échoué sur la même ligne.",
        "Le texte s’appliquera quand {m} parties l’auront signé.",
        "Le marché de la vieille ville a ouvert {m} heures.",
        "Le sens de « plein accès » est remis à un document ultérieur.",
    ),
    headings=(
        "Où l’on en est",
        "Ce qui est nouveau",
        "Qui tient quoi",
        "Les points durs",
        "L’argent",
        "Sur le terrain",
        "Le fil du droit",
        "Ce que dit chaque camp",
        "Les dates à retenir",
        "Les nombres",
        "Comment on a vérifié",
        "En cas d’échec",
    ),
    points=(
        "le passage ouvre {m} jours par semaine",
        "{n} noms restent *contestés*",
        "les observateurs ne rendent compte **qu’au** président",
        "le dépôt tient {n} jours",
        "reprise des pourparlers le {d}",
        "aucun camp n’a levé sa réserve",
        "{m} sites inspectés sur {n}",
    ),
    voices=(
        "Nous ne sommes pas venus signer, mais voir s’il y a de quoi signer.",
        "Le papier est court, et chaque mot en a été disputé.",
        "Si la route est ouverte vendredi, je le croirai, et pas avant.",
    ),
    columns=("Site", "Visites", "État"),
    rows=("Vieux pont", "Moulin du haut", "Douane", "Quartier est", "Route du lac", "Dépôt deux"),
    note="Compté par les observateurs le {d} ; {n} doublons ont été rayés.",
    titles=(
        "{S} {v} {o}",
        "{O} : ce qui sépare encore les camps",
        "Ce que signifie que {s} {v} {o}",
        "{O}, vu des deux rives",
    ),
)

FIRST = "amber birch cedar delta ember fjord glade heron iris juniper kestrel linden maple nettle osprey poplar".split()
SECOND = (
    "assembly bureau chamber directorate envoy forum guild house institute league ministry office party union".split()
)
MATTERS = (
    "access ceasefire detainees elections energy fisheries health heritage justice mines passage ports water".split()
)
KINDS = ("person", "organization", "state", "party", "armed-group")
FRENCH_SHARE = 0.4
MEDIAN_WORDS = 358
SPREAD = 0.45
FIRST_DAY = date(2019, 3, 4)


@dataclass(frozen=True)
class Few:
    """Names of which the first are drawn often and the last seldom (Zipf's law)."""

    names: Sequence[str]
    weights: Sequence[float]

    @classmethod
    def of(cls, names: Sequence[str]) -> Few:
        """Weigh the names by 1, 1/2, 1/3 and so on."""
        return cls(names, tuple(accumulate(1 / rank for rank in range(1, len(names) + 1))))

    def draw(self, dice: random.Random, count: int) -> list[str]:
        """Draw so many different names."""
        drawn: dict[str, None] = {}
        while len(drawn) < min(count, len(self.names)):
            drawn[dice.choices(self.names, cum_weights=self.weights)[0]] = None
        return list(drawn)


def actor_ids(briefs: int) -> Few:
    """Name N/20 actors, twenty at least."""
    pairs = [f"{first}-{second}" for second in SECOND for first in FIRST]
    return Few.of([_lap(pairs, number) for number in range(max(20, briefs // 20))])


def topic_ids(briefs: int) -> Few:
    """Name N/100 topics, ten at least."""
    return Few.of([_lap(MATTERS, number) for number in range(max(10, briefs // 100))])


def _lap(names: Sequence[str], number: int) -> str:
    lap, at = divmod(number, len(names))
    return names[at] + (f"-{lap + 1}" if lap else "")


class Writer:
    """Writes one brief: all its choices come from one seeded source of chance."""

    def __init__(self, dice: random.Random, tongue: Tongue, links: Sequence[str]) -> None:
        self.dice, self.tongue, self.links, self.words = dice, tongue, list(links), 0

    def fill(self, text: str) -> str:
        """Put numbers and an address where the text has holes."""
        roll = self.dice.randint
        return text.format(d=roll(4, 28), n=roll(20, 96), m=roll(2, 9), url=f"https://records.example/{roll(100, 999)}")

    def clause(self, template: str) -> str:
        """Put a subject, a verb and an object where the template has them."""
        choose = self.dice.choice
        s, v, o = choose(self.tongue.subjects), choose(self.tongue.verbs), choose(self.tongue.objects)
        return template.format(s=s, v=v, o=o, S=s[:1].upper() + s[1:], O=o[:1].upper() + o[1:])

    def sentence(self) -> str:
        """Write a sentence, now and then with an aside, or with a link to an actor or a citation."""
        chance, choose = self.dice.random(), self.dice.choice
        if chance < 0.4:
            return self.fill(choose(self.tongue.remarks))
        aside = f", {self.fill(choose(self.tongue.asides))}," if chance > 0.8 else ""
        hole = f" {self.links.pop()}" if self.links and chance < 0.5 else ""
        return f"{self.clause('{S} {v} {o}')}{aside} {choose(self.tongue.circumstances)}{hole}."

    def paragraph(self) -> str:
        """Write two to five sentences, and count their words."""
        text = " ".join(self.sentence() for _ in range(self.dice.randint(2, 5)))
        self.words += len(text.split())
        return text

    def listing(self) -> str:
        """Write a list of three to five points."""
        mark = self.dice.choice(("- ", "- ", "1. "))
        points = self.dice.sample(self.tongue.points, self.dice.randint(3, 5))
        return "\n".join(mark + self.fill(point) for point in points)

    def table(self) -> str:
        """Write a table of three to six rows."""
        rows = self.dice.sample(self.tongue.rows, self.dice.randint(3, 6))
        head = ["| " + " | ".join(self.tongue.columns) + " |", "|---|---:|---|"]
        return "\n".join(
            head + [f"| {row} | {self.dice.randint(1, 400)} | {self.dice.choice('ABC')} |" for row in rows]
        )

    def body(self) -> str:
        """Write sections until the length drawn for this brief is reached."""
        target = min(1300.0, max(150.0, MEDIAN_WORDS * math.exp(self.dice.gauss(0, SPREAD))))
        headings = self.dice.sample(self.tongue.headings, self.dice.randint(2, 4))
        blocks = [self.paragraph()]
        for at, heading in enumerate(headings, 1):
            blocks.append(f"## {heading}")
            blocks.append(self.paragraph())
            while self.words < target * at / len(headings):
                blocks.append(self.paragraph())
            if at == 1:
                blocks.append(self.listing())
            if at == 2 and self.dice.random() < 0.5:
                blocks.append("> " + self.dice.choice(self.tongue.voices))
            if at == 2 and self.dice.random() < 0.2:
                blocks.append(self.table())
        if self.dice.random() < 0.2:
            blocks[0] += "[^1]"
            blocks.append("[^1]: " + self.fill(self.tongue.note))
        return "\n\n".join(blocks)


@dataclass(frozen=True)
class Brief:
    """A brief before it is put into a dialect."""

    number: int
    day: date
    lang: str
    title: str
    summary: str
    actors: Sequence[str]
    topics: Sequence[str]
    body: str

    @property
    def slug(self) -> str:
        """Return its id, and the last part of its address."""
        return f"b{self.number:05}"


def brief(number: int, *, seed: int, actors: Few, topics: Few, references: bool = False) -> Brief:
    """Write a brief."""
    dice = random.Random(f"{seed}:{number}")
    tongue = FRENCH if dice.random() < FRENCH_SHARE else ENGLISH
    cast, matters = actors.draw(dice, dice.randint(2, 6)), topics.draw(dice, dice.randint(1, 3))
    links = [f"([[{cast[0]}]])", f"[[{cast[-1]}]]", "[@minutes, p. 3]"] if references else []
    writer = Writer(dice, tongue, links)
    return Brief(
        number,
        day=FIRST_DAY + timedelta(days=number * 7919 % 2500),
        lang=tongue.tag,
        title=f"{writer.clause(dice.choice(tongue.titles))} ({number})",
        summary=f"{writer.clause('{S} {v} {o}')} {dice.choice(tongue.circumstances)}.",
        actors=cast,
        topics=matters,
        body=writer.body() + "\n",
    )


# ---------------------------------------------------------------- dialects


@dataclass(frozen=True)
class Dialect:
    """How a generator wants a brief: the name of its file, and its header."""

    folder: str
    """Where the briefs are."""
    name: Callable[[Brief], str]
    header: Callable[[Brief], Sequence[str]]
    fence: str = "---\n"
    """What stands before and after the header."""

    def text(self, one: Brief) -> str:
        """Return the file: header, empty line, body."""
        return f"{self.fence}{''.join(line + chr(10) for line in self.header(one))}{self.fence}\n{one.body}"


def _by_slug(one: Brief) -> str:
    return f"{one.slug}.md"


def _by_day(one: Brief) -> str:
    return f"{one.day}-{one.slug}.md"


def _listed(key: str, names: Sequence[str]) -> str:
    return f"{key}: [{', '.join(names)}]"


def _common(one: Brief) -> list[str]:
    """Return the lines that most dialects share. No title or summary holds a quotation mark or a backslash."""
    return [
        f'title: "{one.title}"',
        f"date: {one.day}",
        f'summary: "{one.summary}"',
        _listed("actors", one.actors),
        _listed("topics", one.topics),
    ]


def _hugo(one: Brief) -> list[str]:
    return [*_common(one), f"params: {{lang: {one.lang}}}"]


def _with_language(one: Brief) -> list[str]:
    return [*_common(one), f"lang: {one.lang}"]


def _pelican(one: Brief) -> list[str]:
    actors, topics = ", ".join(one.actors), ", ".join(one.topics)
    return [
        f"Title: {one.title}",
        f"Date: {one.day}",
        f"Slug: {one.slug}",
        f"Summary: {one.summary}",
        f"Tags: {actors}",
        f"Topics: {topics}",
        f"Lang: {one.lang}",
    ]


def _nikola(one: Brief) -> list[str]:
    actors, topics = ", ".join(one.actors), ", ".join(one.topics)
    return [
        f'title: "{one.title}"',
        f"slug: {one.slug}",
        f"date: {one.day} 00:00:00 UTC",
        f'description: "{one.summary}"',
        f"tags: {actors}",
        f"topics: {topics}",
        f"language: {one.lang}",
    ]


DIALECTS = {
    "fiche": Dialect("content/briefs", _by_day, _with_language),
    "fiche-one-language": Dialect("content/briefs", _by_day, _common),
    "hugo": Dialect("content/briefs", _by_slug, _hugo),
    "eleventy": Dialect("content/briefs", _by_slug, _with_language),
    "pelican": Dialect("content/briefs", _by_slug, _pelican, fence=""),
    "nikola": Dialect("briefs", _by_slug, _nikola),
}
"""By name. `fiche-one-language` is for a site of one language, whose briefs need not say it."""

SETTINGS = """\
title: The Long Table
base_url: https://table.example/
timezone: Europe/Paris
languages: [en, fr]
as_of: 2026-01-15T09:00+01:00
"""


def write(
    folder: Path, *, briefs: int, seed: int = 1, dialect: str = "fiche", references: bool = False
) -> Iterator[Brief]:
    """Write a publication into `folder`, and yield each brief once it is written."""
    actors, topics, spoken = actor_ids(briefs), topic_ids(briefs), DIALECTS[dialect]
    (folder / spoken.folder).mkdir(parents=True, exist_ok=True)
    if dialect.startswith("fiche"):
        _register(folder / "content", actors.names, topics.names, references=references)
    for number in range(briefs):
        one = brief(number, seed=seed, actors=actors, topics=topics, references=references)
        (folder / spoken.folder / spoken.name(one)).write_text(spoken.text(one), encoding="utf-8")
        yield one


def _register(content: Path, actors: Sequence[str], topics: Sequence[str], *, references: bool) -> None:
    """Write the settings and files for the actors, the topics and, where texts cite it, the one source."""
    _put(content / "site.yaml", SETTINGS)
    called = {name: name.replace("-", " ").title() for name in [*actors, *topics]}
    described = [
        f"- {{id: {name}, kind: {KINDS[at % len(KINDS)]}, names: {called[name]}}}\n" for at, name in enumerate(actors)
    ]
    _put(content / "actors" / "all.yaml", "".join(described))
    _put(content / "topics" / "all.yaml", "".join(f"- {{id: {name}, labels: {called[name]}}}\n" for name in topics))
    if references:
        source = (
            "- id: minutes\n  title: Minutes of the long table\n  date: 2019\n  url: https://records.example/minutes\n"
        )
        _put(content / "sources" / "all.yaml", source)


def _put(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def main() -> None:
    """Write the corpus that the command line asks for."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("folder", type=Path)
    asked.add_argument("--briefs", type=int, required=True)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--dialect", choices=list(DIALECTS), default="fiche", help="whose header the briefs have")
    asked.add_argument("--references", action="store_true", help="refer to actors and a source in texts (fiche alone)")
    options = asked.parse_args()
    words = size = 0
    for one in write(
        options.folder,
        briefs=options.briefs,
        seed=options.seed,
        dialect=options.dialect,
        references=options.references,
    ):
        words += len(one.body.split())
        size += len(DIALECTS[options.dialect].text(one).encode())
    print(f"{options.briefs} briefs, {words / options.briefs:.0f} words and {size / options.briefs:.0f} bytes each")


if __name__ == "__main__":
    main()
