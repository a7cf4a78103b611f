"""Withheld matter for law 3: everything the format lets an author withhold, put among and inside public matter.

Owns how it is drawn and where it is put. Every withheld name, title and sentence holds `CANARY`.
"""

from dataclasses import dataclass, field, replace

from hypothesis import strategies as st

from tests.laws.sites import ACTORS, REGISTER, SITE, TOPICS
from tests.pictures.drawn import told_picture

CANARY = "zqxwithheld"
"""Stands in every withheld name, title and sentence; no byte of a site may hold it."""

SERVED = "server: netlify\n"
"""Settings that have files made for the server, in which nothing withheld may stand either."""

AUDIENCES = ("CLEAR", "GREEN", "AMBER")
_TIMED = [
    "embargo: 2016-08-24T12:00:01+02:00",
    "expires: 2016-08-24",
    "expires: 2016-08-24T12:00+02:00",
    "embargo: 2016-08-25",
]
_STAGES = ["status: draft", "status: review", "status: ready"]
_MARKED = {
    "CLEAR": ["marking: TLP:GREEN", "marking: RED", "status: draft\nembargo: 2016-08-01\nmarking: TLP:AMBER+STRICT"],
    "GREEN": ["marking: TLP:AMBER", "marking: RED"],
    "AMBER": ["marking: TLP:AMBER+STRICT", "marking: TLP:RED"],
}
_GUARDS = {"CLEAR": ["green", "amber", "red"], "GREEN": ["amber", "amber+strict"], "AMBER": ["amber+strict", "red"]}

KINDS = (
    "brief", "twin", "edition", "actor", "topic", "parent", "source", "publisher", "office", "cast", "listed", "event", "page",
    "about", "picture", "ednote", "block", "inline", "register", "words", "future", "confidential", "withdrawn", "namesake",
    "moved", "report", "said", "heard", "before", "after", "happened", "quoted", "overheard",
    "figure", "value", "to come", "counted", "measured", "turn",
    "relation", "relation-source", "relation-future", "designation", "waived",
)  # fmt: skip


@dataclass(frozen=True)
class Secret:
    """Something withheld: its kind, and numbers that choose its gate and vary the rest."""

    kind: str
    gate: int = 0
    number: int = 0
    brief: int = 0
    """The public brief it is put into, or that names it."""


@st.composite
def secrets(draw, kinds=KINDS):
    return Secret(
        draw(st.sampled_from(kinds)), draw(st.integers(0, 9)), draw(st.integers(0, 9)), draw(st.integers(0, 2))
    )


@dataclass
class _Into:
    """What is put into one public brief."""

    header: list[str] = field(default_factory=list)
    actors: list[str] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    blocks: list[tuple[int, str]] = field(default_factory=list)
    inline: str = ""
    said: list[str] = field(default_factory=list)
    follows: list[str] = field(default_factory=list)
    figures: list[str] = field(default_factory=list)
    words: str = "des mots"
    """Words of the public text, as they are or as those of a link to something withheld."""


class Whole:
    """A publication being put together: the public briefs and register, with what is withheld among and inside them."""

    def __init__(self, briefs, hidden, *, audience: str = "CLEAR"):
        self.briefs = briefs
        self.audience = audience
        self.others: dict[str, str | bytes] = {}
        self.inside = [_Into() for _ in briefs]
        self.kerry = ""
        self.passages: list[str] = []
        self.parents: list[str] = []
        self.related: list[str] = []
        self.cast: list[str] = []
        self.filed: list[str] = []
        self.publisher = ""
        self.listed: list[str] = []
        self.heard = "kerry"
        self.overheard = "kerry"
        self.values: list[str] = []
        self.counted = ""
        self.measured: list[str] = []
        self.turns: list[str] = []
        self.moved = "start: 2016-09-04"
        self.report = ""
        self.told = "rien"
        self.gone = "rien"
        self.relations = ["{type: opposes, target: lavrov, start: 2014, note: Un mot}"]
        self.designations = ["{by: lavrov, label: un adversaire, date: 2015}"]
        self.shouted: set[str] = set()
        for turn, secret in enumerate(hidden):
            self._name = f"{CANARY}-{turn}-{secret.number}"
            gates = _MARKED[audience] + _TIMED + _STAGES
            self._gate = gates[secret.gate % len(gates)]
            self._put(secret, briefs[secret.brief % len(briefs)], self.inside[secret.brief % len(briefs)])

    def files(self) -> dict[str, str | bytes]:
        """Return the files, by path below `content/`."""
        texts = {}
        for brief, into in zip(self.briefs, self.inside, strict=True):
            header = "".join(f"{line}\n" for line in into.header)
            sources = ", ".join([*into.sources, "journal", "ambassade"])
            cited = f"Selon{into.inline} un diplomate [@ambassade, {self.told}], {into.words} : [[figure:morts]]."
            first = f"b{self.briefs[0].number}"
            earlier = ", ".join([*into.follows, "repris", *([first] if first != f"b{brief.number}" else [])])
            texts[brief.path] = replace(brief, body=(*brief.body, cited, *self._quotes())).text(
                header=f"{header}follows: [{earlier}]\nsupersedes: [{', '.join(into.follows)}]\nsources: [{sources}]\n"
                f"statements: [{', '.join([*into.said, *self._statements()])}]\n"
                f"figures: [{', '.join(['{id: morts, value: 3, source: journal}', *into.figures])}]\n",
                actors=into.actors,
                topics=into.topics,
                blocks=into.blocks,
            )
        return {"site.yaml": SITE + SERVED, **REGISTER, **self._register(), **self.others, **texts}

    def _statements(self) -> list[str]:
        """Return what every brief says, a word of somebody who may not be named among it."""
        who = f"speaker: {self.heard}, on_behalf_of: {self.heard}, venue: {self.heard}"
        return [
            "{id: dit, speaker: lavrov, date: 2016-08-01, text: Un mot, topics: [syrie]}",
            f"{{id: entendu, date: 2016-08-01, text: Un autre mot, attribution: chatham, {who}}}",
        ]

    def _quotes(self) -> list[str]:
        """Return what the text of every brief quotes, words of which it may not be told whose they are among it."""
        who = f"speaker: {self.overheard}, on_behalf_of: {self.overheard}, source: journal"
        return [
            "> Un mot\n> de plus.\n>\n> — {speaker: lavrov, date: 2016-08-01, topics: [syrie], source: depeche}",
            f"> On l’entend.\n> — {{attribution: background, descriptor: un diplomate, {who}, date: 2016-08-01}}",
            f"> Un bruit.\n> — {{{who}, venue: {self.overheard}, attribution: chatham, date: 2016-08-01}}",
            "[[statement:dit]]",
        ]

    def _register(self) -> dict[str, str]:
        passages = "\n\n".join(["Il parle.", *self.passages, "## Vie\n\nIl vit."])
        org = f", org: {self.kerry}" if self.kerry else ""
        parent = f"parent: {self.kerry}\n" if self.kerry else ""
        return {
            "actors/kerry.yaml": "[]\n",
            "actors/kerry.md": f"---\nkind: person\nnames: {{fr: John Kerry, ar: جون كيري}}\n{parent}roles:\n"
            f"  - {{title: secrétaire d’État, start: 2013-02-01}}\n  - {{title: envoyé, start: 2014{org}}}\n"
            f"relations: [{', '.join(self.relations)}]\ndesignations: [{', '.join(self.designations)}]\n---\n{passages}\n",
            "topics/syrie.yaml": "labels: {fr: Syrie, en: Syria}\ntrend: ["
            + ", ".join(["{period: 2016-08, direction: unchanged, note: Rien.}", *self.turns])
            + "]\n",
            "figures/f.yaml": f"- {{id: morts, label: Morts, unit: morts, topics: [{', '.join(['syrie', *self.measured])}], "
            f"values: [{', '.join([f'{{value: 2, as_of: 2016-07{self.counted}}}', *self.values])}]}}\n",
            "topics/alep.yaml": f"labels: {{fr: Alep, en: Aleppo}}\nparents: [{', '.join(['syrie', *self.parents])}]\n"
            f"related: [{', '.join(self.related)}]\n",
            "sources/s.yaml": "- {id: depeche, title: Une dépêche, kind: wire}\n"
            + "".join(f"- {entry}\n" for entry in self.listed)
            + f"- {{id: journal, title: Un journal, publisher: '{self.publisher}'}}\n"
            f"- {{id: ambassade, title: {self.told}, publisher: {self.told}, author: {self.told}, symbol: {self.told}, "
            f"url: 'https://example.org/{self.told}', confidential: true, descriptor: un diplomate}}\n",
            "events/e.yaml": f"- {{id: sommet, title: Sommet, {self.moved}, actors: [{', '.join(['kerry', *self.cast])}], "
            f"topics: [{', '.join(['syrie', *self.filed])}]}}\n- {{id: passe, title: Passé, start: 2016-08-10{self.report}}}\n",
            "briefs/repris.fr.md": f"---\ntitle: {self.gone}\ndate: 2016-08-10\nsummary: {self.gone}\nstatus: withdrawn\n"
            f"withdrawn: {{date: 2016-08-12, reason: un doublon}}\nactors: ['{self.gone}']\ntopics: ['{self.gone}']\n"
            f"former_ids: [{'-'.join(self.gone.lower().split())}]\nredirects: ['{'-'.join(self.gone.split())}.html']\n---\n{self.gone}\n",
        }

    def _shout(self, name: str) -> str:
        """Return a public name in capitals, once: two that bear it would make it mean neither."""
        if name in self.shouted:
            return f"{name} {self._name}"
        self.shouted.add(name)
        return name

    def _actor(self, *, more: str = "") -> str:
        """Add a withheld actor and return one of its names."""
        name = self._name
        self.others[f"actors/{name}.yaml"] = f"kind: person\nnames: {{fr: {name}, en: Mr {name}}}\n{more}{self._gate}\n"
        return name

    def _topic(self, more: str = "parents: [syrie]\n") -> str:
        name = self._name
        self.others[f"topics/{name}.yaml"] = f"labels: {{fr: {name}, en: On {name}}}\n{more}{self._gate}\n"
        return name

    def _put(self, secret: Secret, brief, into: _Into) -> None:
        name, gate, number = self._name, self._gate, secret.number
        guard = _GUARDS[self.audience][number % len(_GUARDS[self.audience])]
        if secret.kind == "brief":
            self._brief(f"Un {name}", 20 + number % 4, picture=True)
        elif secret.kind == "twin":
            self._brief(f"“{brief.title}”", brief.day, picture=False)
        elif secret.kind == "edition":
            other = "en" if brief.lang == "fr" else "fr"
            path = f"briefs/b{brief.number}.{other}.md"
            if path not in {b.path for b in self.briefs}:
                self.others[path] = f"---\ntitle: {name}\ndate: 2016-08-{brief.day:02}\n{gate}\n---\n{name}\n"
        elif secret.kind == "actor":
            actor = self._actor(more="parent: kerry\naliases: [" + self._shout("JOHN KERRY") + "]\n")
            into.actors.append(
                [actor, f"Mr {actor}", actor.upper(), f"{{id: {actor}, part: lead, note: {actor}}}"][number % 4]
            )
            into.blocks.append((number, f"[[tlp:{guard}]]\n[[{actor}]]\n[[/tlp]]"))
        elif secret.kind == "topic":
            into.topics.append([self._topic(), f"On {name}", name.upper()][number % 3])
        elif secret.kind == "parent":
            (self.parents if number % 2 else self.related).append(
                self._topic(f"aliases: [{self._shout('SYRIE')}]\nrelated: [alep]\n")
            )
        elif secret.kind == "source":
            self.others[f"sources/{name}.yaml"] = f"id: {name}\ntitle: {name}\n{gate}\n"
            into.sources.append(name)
            into.blocks.append((number, f"[[tlp:{guard}]]Dit-on [@{name}, p. 1].[[/tlp]]"))
        elif secret.kind == "listed":
            self.listed.append("{" + f"id: {name}, title: {name}, " + ", ".join(gate.split("\n")) + "}")
        elif secret.kind == "publisher":
            self.publisher = [self._actor(), f"Mr {name}"][number % 2]
        elif secret.kind == "office":
            self.kerry = self._actor()
        elif secret.kind == "cast":
            self.cast.append(self._actor())
            self.filed.append(self._topic())
        elif secret.kind == "event":
            gate = gate if "status" not in gate else "announced: 2016-08-25"
            self.others[f"events/{name}.yaml"] = (
                f"id: {name}\ntitle: {name}\nstart: 2016-08-{25 + number % 5}\nactors: [kerry, {name}]\ntopics: [syrie]\n{gate}\n"
            )
        elif secret.kind == "page":
            self.others[f"pages/{name}.fr.md"] = (
                f"---\ntitle: {name}\nnav: 1\n{gate}\n---\n{name} ![x](/media/carte.png)\n"
            )
        elif secret.kind == "about":
            self.others["pages/about.en.md"] = f"---\ntitle: {name}\nnav: 1\n{gate}\n---\n{name}\n"
        elif secret.kind == "picture":  # it shows what a public brief shows, or only links to
            src = ("carte.png", "plan.png")[number % 2]
            self._brief(
                f"Un {name}", 23, picture=False, more=f"image: {{src: /media/{src}, alt: a, credit: b, licence: c}}\n"
            )
        elif secret.kind == "ednote":
            into.header[:] = [f"ednote: {name}"]
        elif secret.kind == "waived":
            into.header[:] = [f"waive: {{listed-not-mentioned: {name}}}"]
        elif secret.kind == "future":
            note = f"{{date: 2016-08-25, kind: correction, text: {name}}}"
            into.header[:] = [f"corrections: [{note}]", "updated: 2016-08-26", "as_of: 2016-08-24T18:00+02:00"]
        elif secret.kind == "block":
            inner = (
                f"## Contexte\n\n{name} [@depeche, p. 9] [[Monsieur {name}]][^9] ![x](/media/secret.png)\n\n"
                f"[^9]: {name}\n\n[x]: https://{CANARY}.example/\n\n*[HTML]: {name}"
            )
            self.others["media/secret.png"] = told_picture(CANARY)
            into.blocks.append((number, f"[[tlp:{guard}]]\n\n{inner}\n\n[[/tlp]]"))
        elif secret.kind == "inline":
            into.inline = f" [[tlp:{guard}]]{name} [@depeche] [[lavrov]] **[[/tlp]]"
        elif secret.kind == "words":
            into.words = self._worded(number)
        elif secret.kind == "register":
            self.passages.append(f"[[tlp:{guard}]]\n## Vie\n\n{name} [[lavrov]]\n[[/tlp]]")
        elif secret.kind == "relation":
            self.relations.append(
                f"{{type: supports, target: {[self._actor(), f'Mr {name}'][number % 2]}, note: {name}}}"
            )
        elif secret.kind == "relation-source":  # what is not yet over looks as if it had no end
            self.others[f"sources/{name}.yaml"] = f"id: {name}\ntitle: {name}\n{gate}\n"
            self.relations[0] = (
                f"{{type: opposes, target: lavrov, start: 2014, end: 2016-08-25, note: Un mot, source: {name}}}"
            )
        elif secret.kind == "relation-future":
            self.relations.append(
                f"{{type: member-of, target: lavrov, start: 2016-08-{25 + number % 5}, note: {name}}}"
            )
        elif secret.kind == "designation":
            by, day = [(self._actor(), 2015), ("lavrov", f"2016-08-{25 + number % 5}")][number % 2]
            self.designations.append(f"{{by: {by}, label: {name}, date: {day}}}")
        elif secret.kind == "heard":
            self.heard = name
        elif secret.kind == "overheard":
            self.overheard = name
        elif secret.kind == "quoted":
            who = [self._actor(), "lavrov"][number % 2]
            said = f"> {name}, dit-il.\n> — {{speaker: {who}, date: 2016-08-01, topics: [alep], form: readout}}"
            into.blocks.append((number, f"[[tlp:{guard}]]\n\n{said}\n\n[[/tlp]]"))
        elif secret.kind == "said":
            if number % 2:
                into.said.append(f"{{id: s{name}, speaker: {self._actor()}, date: 2016-08-01, text: {name}}}")
            else:
                topic = self._topic()
                self.others[f"briefs/said-{name}.md"] = (
                    f"---\ntitle: {name}\ndate: 2016-08-20\n{gate}\n"
                    f"statements: [{{speaker: lavrov, date: 2016-08-02, text: {name}, topics: [syrie, {topic}]}}]\n---\n"
                )
        elif secret.kind == "figure":
            self.others[f"figures/{name}.yaml"] = (
                f"label: {name}\nunit: {name}\ntopics: [syrie]\nscope: {name}\nvalues: [{{value: 7, as_of: 2016-08-02}}]\n{gate}\n"
            )
            into.figures.append(f"{{id: {name}, value: 9, as_of: 2016-08-01, note: {name}}}")
            into.blocks.append((number, f"[[tlp:{guard}]]\n[[figure:{name}]]\n[[/tlp]]"))
        elif secret.kind == "value":
            other = f"{{id: {name}, label: {name}, value: 4}}"
            self._brief(
                f"Un {name}",
                19 + number % 5,
                picture=False,
                more=f"figures: [{{id: morts, value: 8, note: {name}}}, {other}]\n",
            )
        elif secret.kind == "to come":
            self.values.append(f"{{value: 6, as_of: {2017 + len(self.values)}, note: {name}}}")
        elif secret.kind == "counted":
            self.others[f"sources/{name}.yaml"] = f"id: {name}\ntitle: {name}\n{gate}\n"
            self.counted = f", source: {name}"
        elif secret.kind == "measured":
            self.measured.append(self._topic())
        elif secret.kind == "turn":
            self.turns.append(f"{{period: {2017 + len(self.turns)}, direction: improved, alert: risk, note: {name}}}")
        elif secret.kind == "confidential":
            self.told = name
        elif secret.kind == "moved":  # told on a day to come
            self.moved = f"start: 2016-09-20, was: [{{start: 2016-09-04, until: 2016-08-30}}], status: cancelled, note: {name}, outcome: {name}"
        elif secret.kind == "report":
            self._brief(f"Un {name}", 21, picture=False)
            self.report = f", brief: {name}"
        elif secret.kind == "before":  # what a public brief goes on from, and takes the place of
            self._brief(f"Un {name}", 12, picture=False)
            into.follows.append([name, f"{name}-old"][number % 2])
        elif secret.kind == "after":
            self._brief(
                f"Un {name}", 23, picture=False, more=f"follows: b{brief.number}\nsupersedes: b{brief.number}\n"
            )
        elif secret.kind == "happened":  # between the days of two public briefs
            gate = gate if "status" not in gate else "announced: 2016-08-25"
            fate = ["status: held", f"outcome: {name}", "was: [{start: 2016-08-20, until: 2016-08-21}]"][number % 3]
            announced = "" if "announced" in gate else "announced: 2016-08-21\n"
            self.others[f"events/{name}.yaml"] = (
                f"id: {name}\ntitle: {name}\nstart: 2016-08-{21 + number % 5}\n{fate}\ntopics: [syrie, alep]\n{announced}{gate}\n"
            )
        elif secret.kind == "namesake":  # its names would hide, take or forbid the mentions of public actors
            aliases = [
                "John Kerry voit",
                "Sergueï Lavrov",
                "{text: Kerry, match: weak}",
                "{text: Alep, match: metonym}",
            ]
            self._actor(more=f"aliases: [{aliases[number % 4]}]\nnot: [John Kerry voit, Sergueï Lavrov]\n")
        elif secret.kind == "withdrawn":
            self.gone = f"Un {name}"

    def _worded(self, number: int) -> str:
        """Add something withheld and link the public words to it."""
        name, kind = self._name, ("actor", "topic", "brief", "page", "file", "figure")[number % 6]
        if kind == "actor":
            self._actor()
        elif kind == "topic":
            self._topic()
        elif kind == "page":
            self.others[f"pages/{name}.fr.md"] = f"---\ntitle: {name}\n{self._gate}\n---\n"
        elif kind == "figure":
            self.others[f"figures/{name}.yaml"] = f"label: {name}\nvalues: [{{value: 1, as_of: 2016}}]\n{self._gate}\n"
        else:
            self._brief(f"Un {name}", 20, picture=False)
        return f"[des mots]({name}.md)" if kind == "file" else f"[[{kind}:{name}|des mots]]"

    def _brief(self, title: str, day: int, *, picture: bool, more: str = "") -> None:
        name = self._name
        if picture:
            self.others[f"media/{name}.png"] = told_picture(name)
            more += f"image: {{src: /media/{name}.png, alt: a, credit: b, licence: c}}\n"
        shouted = ", ".join([*(text.upper() for text in ACTORS[2:]), *ACTORS])
        lists = (
            f"actors: [{shouted}, {name}]\ntopics: [{', '.join(text.upper() for text in TOPICS)}, {name}]\nthread: fil\n"
            f"former_ids: [{name}-old]\nredirects: [{name}.html]\nslug: {name}-slug\nsources: [depeche]\nnumber: 1\nseries: fil\n"
        )
        corrections = "corrections: [{date: 2016-08-24, kind: correction, text: x}]\n"
        body = f"{name} [[lavrov]] [@depeche] [[brief:b{self.briefs[0].number}]] ![x](/media/carte.png)\n\n## Contexte {name}\n"
        self.others[f"briefs/{name}.md"] = (
            f"---\ntitle: {title}\ndate: 2016-08-{day:02}\n{self._gate}\n{lists}{corrections}{more}---\n{body}"
        )
