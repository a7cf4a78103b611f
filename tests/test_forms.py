"""Facts about the fields of each kind of file; what authors are told stands in `examples/forms`."""

import unicodedata
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiche import forms
from fiche.digest import digest
from fiche.model import (
    ActorHead,
    ActorKind,
    ActorUse,
    Alias,
    BriefHead,
    Correction,
    CorrectionKind,
    Gate,
    Image,
    Marking,
    Name,
    Office,
    Precision,
    ReferenceHead,
    Site,
    Stamp,
    Status,
    Texts,
    TopicHead,
    Use,
    When,
    Withdrawal,
)
from fiche.problem import Place
from fiche.value import replace

SITE = Site(Texts((("", "Test"),)), "https://example.org/", "Europe/Paris", ("fr", "en"), kinds=("editorial",))


def brief(fields="", *, path="content/briefs/2016-08-24-kerry.md", site=SITE, body=""):
    """Read a brief with a title, a date and some more fields; expect no error."""
    data = f"---\ntitle: A title\ndate: 2016-08-24\n{fields}\n---\n{body}".encode()
    checked = forms.read(path, data, site)
    assert [] == [str(problem) for problem in checked.problems]
    return checked.value[0]


def only(path, text, site=SITE):
    """Read a file that holds one manuscript; expect no error."""
    checked = forms.read(path, text.encode(), site)
    assert [] == [str(problem) for problem in checked.problems]
    [sheet] = checked.value
    return sheet.manuscript


def day(year, month, number):
    return Stamp(date(year, month, number), date(year, month, number))


def unplaced(head):
    """Return a header without the places of what it names."""
    uses = {name: getattr(head, name, ()) for name in ("actors", "topics", "sources", "parents", "related")}
    return replace(
        head, **{name: tuple(replace(use, place=Place("")) for use in some) for name, some in uses.items() if some}
    )


class TestBriefs:
    def test_a_brief_with_title_and_date_is_published_to_all(self):
        sheet = brief(body="One\n")

        assert Gate() == sheet.manuscript.gate
        assert ("One\n", 6) == (sheet.text, sheet.line)
        assert (
            BriefHead(
                id="kerry",
                lang="fr",
                title="A title",
                date=When(datetime(2016, 8, 23, 22, tzinfo=UTC), timed=False),
                slug="kerry",
            )
            == sheet.manuscript.head
        )

    def test_a_brief_says_what_it_says(self):
        head = brief(
            """
id: geneve
lang: en
updated: 2016-08-25T10:00+02:00
as_of: 2016-08-24T10:00+02:00
slug: geneva
dateline: Geneva
kind: editorial
series: Daily
number: 3
thread: truce
summary: S
key_points: [a, b]
gaps: c
actors: [john-kerry, {id: Sergey Lavrov, part: lead, note: host}]
topics: Alep
sources: [unsc-2254, {title: Talk, url: "https://example.org/"}, {id: x, title: {fr: Y}}]
sourcing_note: N
corrections: {date: 2016-08-25, kind: clarification, text: t, was: w}
authors: [A, B]
image: {src: ../media/x.svg, alt: a, credit: c, licence: l}
former_ids: old
redirects: [/old.html, old/page/]
"""
        ).manuscript.head

        path = "content/briefs/2016-08-24-kerry.md"
        assert BriefHead(
            id="geneve",
            lang="en",
            title="A title",
            date=When(datetime(2016, 8, 23, 22, tzinfo=UTC), timed=False),
            slug="geneva",
            updated=When(datetime(2016, 8, 25, 8, tzinfo=UTC), timed=True),
            as_of=When(datetime(2016, 8, 24, 8, tzinfo=UTC), timed=True),
            dateline="Geneva",
            kind="editorial",
            series="Daily",
            number=3,
            thread="truce",
            summary="S",
            key_points=("a", "b"),
            gaps=("c",),
            actors=(ActorUse("john-kerry"), ActorUse("Sergey Lavrov", "lead", "host")),
            topics=(Use("Alep"),),
            sources=(Use("unsc-2254"),),
            references=(
                ReferenceHead("geneve:2", Texts((("", "Talk"),)), url="https://example.org/"),
                ReferenceHead("x", Texts((("fr", "Y"),))),
            ),
            sourcing_note="N",
            corrections=(
                Correction(
                    When(datetime(2016, 8, 24, 22, tzinfo=UTC), timed=False), CorrectionKind.CLARIFICATION, "t", "w"
                ),
            ),
            authors=("A", "B"),
            image=Image("content/media/x.svg", "a", "c", "l"),
            former_ids=("old",),
            redirects=("old.html", "old/page/"),
        ) == unplaced(head)
        assert [Place(path, 18, 10), Place(path, 18, 27)] == [use.place for use in head.actors]

    @pytest.mark.parametrize(
        ("name", "id", "lang"),
        [
            ("kerry.md", "kerry", "fr"),
            ("kerry.en.md", "kerry", "en"),
            ("2016-08-24-kerry.EN.md", "kerry", "en"),
            ("sub/folder/2016-08-24-kerry.fr.md", "kerry", "fr"),
            ("2016-08-24-E\u0301tat.md".lower(), "état", "fr"),
            ("2254.md", "2254", "fr"),
        ],
    )
    def test_the_files_name_gives_id_and_language(self, name, id, lang):
        head = brief(path=f"content/briefs/{name}").manuscript.head

        assert (id, lang) == (head.id, head.lang)

    def test_a_slug_is_never_empty(self):
        assert brief("id: حلب").manuscript.head.slug

    def test_a_brief_keeps_its_other_fields_when_one_is_wrong(self):
        checked = forms.read("content/briefs/a.md", b"---\ntitle: T\ndate: soon\n---\nOne\n", SITE)

        assert (["date"], "T", "One\n") == (
            [problem.code for problem in checked.problems],
            checked.value[0].manuscript.head.title,
            checked.value[0].text,
        )

    def test_without_a_readable_site_a_brief_is_still_read(self):
        site = Site(Texts(), "https://example.invalid/", "UTC", ())

        assert "" == brief(site=site).manuscript.head.lang

    def test_a_head_has_a_digest(self):
        assert digest(brief().manuscript) == digest(brief().manuscript)


class TestGate:
    def test_a_gate_says_what_it_says(self):
        gate = brief(
            "status: withdrawn\nmarking: AMBER+STRICT\nembargo: 2016-08-25\nexpires: 2016-08-26T10:00Z\n"
            "withdrawn: {date: 2016-08-25, reason: R}\nednote: never shown"
        ).manuscript.gate

        assert (
            Gate(
                Status.WITHDRAWN,
                Marking.AMBER_STRICT,
                datetime(2016, 8, 24, 22, tzinfo=UTC),
                datetime(2016, 8, 26, 10, tzinfo=UTC),
                Withdrawal(When(datetime(2016, 8, 24, 22, tzinfo=UTC), timed=False), "R"),
            )
            == gate
        )

    @pytest.mark.parametrize(
        "doubt",
        [
            "status: Draft",
            "status: [draft]",
            "marking: red",
            "embargo: tomorrow",
            "expires:",
            "tlp: RED",
            "Draft: true",
            "draft: false",
            "status: draft\nstatus: published",
            "status: withdrawn",
            "withdrawn: {date: 2016-08-25}",
            "ednoe: secret",
            "marking: &x CLEAR",
            "actors: [{id: a, markin: RED}]",
        ],
    )
    def test_a_file_in_doubt_is_withheld_from_everybody(self, doubt):
        data = f"---\ntitle: T\ndate: 2016-08-24\n{doubt}\n---\n".encode()
        checked = forms.read("content/briefs/a.md", data, SITE)

        assert not checked.ok
        assert [Gate(Status.DRAFT, Marking.RED)] == [sheet.manuscript.gate for sheet in checked.value]

    def test_a_file_with_another_mistake_keeps_its_gate(self):
        data = b"---\ntitle: T\ndate: 2016-08-24\nnumber: many\nmarking: GREEN\n---\n"
        [sheet] = forms.read("content/briefs/a.md", data, SITE).value

        assert Gate(marking=Marking.GREEN) == sheet.manuscript.gate

    def test_one_doubtful_entry_of_a_list_is_withheld_and_the_others_are_not(self):
        data = b"- {id: a, title: A, marking: red}\n- {id: b, title: B}\n"
        sheets = forms.read("content/sources/all.yaml", data, SITE).value

        assert [Marking.RED, Marking.CLEAR] == [sheet.manuscript.gate.marking for sheet in sheets]

    def test_a_source_whose_confidentiality_is_in_doubt_is_confidential(self):
        [sheet] = forms.read("content/sources/a.yaml", b"title: A\nconfidential: yes\n", SITE).value

        assert sheet.manuscript.head.confidential


class TestRegisters:
    def test_an_actor_says_what_it_says(self):
        manuscript = only(
            "content/actors/al-nusra.yaml",
            """
kind: armed-group
names:
  fr:
    - {full: Front al-Nosra, short: Nosra, sort: Nosra, until: 2016-07-28}
    - Jabhat Fateh al-Cham
  ru: Фронт ан-Нусра
aliases: [JFS]
roles: {title: {fr: Membre}, org: al-qaida, start: 2012, end: 2016-07-28, acting: true, note: N}
country: SY
parent: al-qaida
founded: 2012-01~
ids: {wikidata: Q1192471}
summary: S
former_ids: [nusra]
""",
        )

        assert (
            ActorHead(
                id="al-nusra",
                kind=ActorKind.ARMED_GROUP,
                names=(
                    Name("fr", "Front al-Nosra", "Nosra", "Nosra", None, day(2016, 7, 28)),
                    Name("fr", "Jabhat Fateh al-Cham"),
                    Name("ru", "Фронт ан-Нусра"),
                ),
                aliases=(Alias("JFS"),),
                roles=(
                    Office(
                        Texts((("fr", "Membre"),)),
                        "al-qaida",
                        Stamp(date(2012, 1, 1), date(2012, 12, 31), Precision.YEAR),
                        day(2016, 7, 28),
                        acting=True,
                        note="N",
                    ),
                ),
                country=("SY",),
                parent="al-qaida",
                founded=Stamp(date(2012, 1, 1), date(2012, 1, 31), Precision.MONTH, approximate=True),
                ids=(("wikidata", "Q1192471"),),
                summary=Texts((("", "S"),)),
                lang="fr",
                former_ids=("nusra",),
            )
            == manuscript.head
        )

    def test_the_country_norway_is_no_truth_value(self):
        assert ("NO",) == only("content/actors/norway.yaml", "kind: state\nnames: no\ncountry: NO").head.country

    def test_a_topic_says_what_it_says(self):
        manuscript = only("content/topics/alep.md", "---\nlabels: {fr: Alep}\nparents: syrie\n---\n")

        assert TopicHead("alep", Texts((("fr", "Alep"),)), (Use("syrie"),), lang="fr") == unplaced(manuscript.head)

    def test_an_event_keeps_its_status_apart_from_the_gate(self):
        manuscript = only("content/events/a.yaml", "title: A\nstart: 2016-08-26\nstatus: postponed\nmarking: GREEN")

        assert ("postponed", Gate(marking=Marking.GREEN)) == (manuscript.head.status, manuscript.gate)

    def test_each_entry_of_a_list_has_its_place(self):
        sheets = forms.read("content/sources/a.yaml", b"- {id: a, title: A}\n- id: b\n  title: B\n", SITE).value

        assert [("a", 1, 3), ("b", 2, 3)] == [
            (sheet.manuscript.head.id, sheet.manuscript.place.line, sheet.manuscript.place.column) for sheet in sheets
        ]

    def test_an_actor_may_have_a_body(self):
        [sheet] = forms.read("content/actors/a.md", b"---\nkind: person\nnames: A\n---\nA life.\n", SITE).value

        assert ("A life.\n", 5) == (sheet.text, sheet.line)


class TestFiles:
    @pytest.mark.parametrize(
        "path",
        [
            "content/briefs/a.md",
            "content/briefs/2016/a.MD",
            "content/brief/a.md",
            "content/a.md",
            "content/actors/a.yaml",
            "content/sources/a.yml",
            "content/pages/a.markdown",
        ],
    )
    def test_a_text_is_read(self, path):
        assert forms.is_text(path)

    @pytest.mark.parametrize(
        "path",
        ["content/site.yaml", "content/media/a.md", "content/briefs/a.yaml", "content/briefs/a.png", "content/x"],
    )
    def test_an_attachment_is_not(self, path):
        assert not forms.is_text(path)

    def test_a_brief_lies_in_the_folder_of_briefs(self):
        paths = ["content/briefs/2016/a.md", "content/briefs/a.png", "content/pages/a.md"]

        assert [True, False, False] == [forms.is_brief(path) for path in paths]


class TestSite:
    TEXT = "title: {fr: La Dépêche}\nbase_url: https://example.org/a\ntimezone: Europe/Paris\nlanguages: [fr, en]\n"

    def test_a_site_says_what_it_says(self):
        more = "as_of: 2016-10-04T09:00\naudience: GREEN\nkinds: [editorial]\noutputs: {json: off}\nhtml: trusted\n"
        checked = forms.read_site("content/site.yaml", (self.TEXT + more).encode())

        assert () == checked.problems
        assert (
            Site(
                Texts((("fr", "La Dépêche"),)),
                "https://example.org/a/",
                "Europe/Paris",
                ("fr", "en"),
                as_of=datetime(2016, 10, 4, 7, tzinfo=UTC),
                audience=Marking.GREEN,
                kinds=("editorial",),
                off=frozenset({"json"}),
                html="trusted",
            )
            == checked.value
        )

    @pytest.mark.parametrize(
        ("more", "policy"),
        [
            ("", "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'"),
            ("links: portable\n", "default-src 'self' file:; object-src 'none'; base-uri 'none'; form-action 'self'"),
            ("html: trusted\n", ""),
            ("security_policy: off\n", ""),
            ("html: trusted\nsecurity_policy: default-src 'self'\n", "default-src 'self'"),
        ],
    )
    def test_a_site_says_what_its_pages_may_load(self, more, policy):
        assert policy == forms.read_site("content/site.yaml", (self.TEXT + more).encode()).value.security_policy

    @pytest.mark.parametrize("missing", ["timezone", "languages"])
    def test_a_site_that_cannot_be_used_is_none(self, missing):
        text = "".join(line for line in self.TEXT.splitlines(keepends=True) if not line.startswith(missing))

        assert forms.read_site("content/site.yaml", text.encode()).value is None

    def test_a_site_with_another_mistake_serves_to_check_the_rest(self):
        checked = forms.read_site("content/site.yaml", (self.TEXT + "per_page: none").encode())

        assert (False, ("fr", "en")) == (checked.ok, checked.value.languages)

    @pytest.mark.parametrize("text", ["[]", "a", "", "- a", "{}", "title: &a [*a]"])
    def test_a_site_that_is_none_is_told(self, text):
        checked = forms.read_site("content/site.yaml", text.encode())

        assert (None, False) == (checked.value, checked.ok)


# --------------------------------------------------------------------------- laws

KEYS = st.sampled_from(
    """id lang title date updated as_of slug kind number thread key_points actors topics sources corrections image
    former_ids redirects status marking embargo expires withdrawn ednote names aliases roles country parent born died
    summary labels parents state_of_play publisher url accessed reliability confidential start end announced place
    note nav base_url timezone languages outputs audience per_page unknown Draft""".split()
)
VALUES = st.recursive(
    st.sampled_from(
        """a b-c A true no ~ "" 1 010 2016 2016-08 2016-08-24 2016-08-24T22:10+02:00 2016-02-30 0000-01-01 RED TLP:AMBER
        draft withdrawn person https://example.org/ javascript:x ../../x /x.png fr Europe/Paris Q1 "\\u0000" "\\ud800"
        &x *x !t @ | '""".split()
    )
    | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda some: f"[{', '.join(some)}]")
        | st.lists(st.tuples(KEYS, inner), max_size=4).map(
            lambda some: "{" + ", ".join(f"{k}: {v}" for k, v in some) + "}"
        )
    ),
    max_leaves=8,
)
HEADERS = st.lists(st.tuples(KEYS, VALUES), max_size=8).map(lambda some: "\n".join(f"{k}: {v}" for k, v in some))
NAMES = st.sampled_from(["a", "2016-08-24-a.fr", "2021-09-31-é.de", "A_b", "-", ".", "حلب", "a.b.c", "2016-08-24-"])


@given(st.sampled_from([*forms.KINDS, "media", "brief"]), NAMES, st.sampled_from([".md", ".yaml", ".yml"]), HEADERS)
def test_any_header_gives_sheets_or_problems_in_its_file(folder, name, ending, written):
    path = f"content/{folder}/{name}{ending}"
    data = (f"---\n{written}\n---\nBody.\n" if ending == ".md" else written).encode(errors="replace")

    checked = forms.read(path, data, SITE)

    assert checked.value or not checked.ok or ending != ".md"
    assert [] == [problem for problem in checked.problems if not _lies_in(problem.place, path, data)]
    for sheet in checked.value:
        digest(sheet.manuscript)


@given(HEADERS)
def test_any_site_is_read_or_told(written):
    data = written.encode(errors="replace")
    checked = forms.read_site("content/site.yaml", data)

    assert checked.value is not None or not checked.ok
    assert [] == [problem for problem in checked.problems if not _lies_in(problem.place, "content/site.yaml", data)]


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")))
def test_any_text_in_quotes_is_the_title_as_it_stands(text):
    quoted = text.replace("'", "''")
    checked = forms.read("content/briefs/a.md", f"---\ntitle: '{quoted}'\ndate: 2016-08-24\n---\n".encode(), SITE)

    title = unicodedata.normalize("NFC", text).strip()
    assert [title] == [sheet.manuscript.head.title for sheet in checked.value]
    assert checked.ok == bool(text.strip())


def _lies_in(place, path, data):
    text = data.decode(errors="replace").removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    if not place.line:
        return place == Place(path)
    return place.path == path and place.line <= len(lines) and 1 <= place.column <= len(lines[place.line - 1]) + 1
