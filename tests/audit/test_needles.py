"""What is looked for: what stands in withheld matter and nowhere else, and would be no chance to meet."""

from datetime import datetime

import pytest

from fiche import model, pipeline
from fiche.audit.matter import NAMING, matter
from fiche.audit.needles import needles
from fiche.executor import Serial
from fiche.memo import Memo
from fiche.pipeline import Paths, Wishes
from fiche.scan import scan
from tests.laws.sites import REGISTER, SITE, folder, theme

OPEN = "---\ntitle: Genève se prépare\ndate: 2016-08-20\nactors: [kerry]\n---\nUn texte public et long, lu de tous.\n"
CLOSED = "---\ntitle: {title}\ndate: 2016-08-21\nstatus: draft\n{more}---\n{text}\n"


def chosen(files, *, now="2016-08-24T12:00:00+02:00"):
    """Return the needles of a publication."""
    register = {name: text for name, text in REGISTER.items() if not name.startswith("media/")}
    with folder({"site.yaml": SITE, **register, "briefs/open.fr.md": OPEN, **files}) as home:
        paths = Paths(home / "content", home / "site", (theme(),))
        read = pipeline.read(paths, Wishes(now=datetime.fromisoformat(now)))
        assert read.ok, read.problems
        return needles(
            matter(read.desk, read.policy, scan(paths.content).value, pool=Serial(), memo=Memo()),
            read.desk.site.languages,
            [],
        ).all


def sought(files, **more):
    """Return what is looked for: plain words, each with the word for what it is."""
    return {needle.words.decode().strip(): needle.what for needle in chosen(files, **more) if not needle.is_faint}


def closed(title="Titre secret de la rédaction", text="", more=""):
    return {"briefs/closed.fr.md": CLOSED.format(title=title, text=text, more=more)}


def test_nothing_is_looked_for_where_nothing_is_withheld():
    assert {} == sought({})


def test_words_are_looked_for_in_one_order_whatever_process_asks():
    """What earlier audits found out goes by it."""
    text = "Nacelle hivernale, caravane obstinée, murmure glaciaire, horizon cuivré."
    found = [needle.words for needle in chosen(closed(text=text)) if needle.is_faint]

    assert len(found) > 4
    assert sorted(found) == found


def test_the_title_and_id_of_a_draft_are_looked_for():
    found = sought(
        {"briefs/veille-diplomatique.fr.md": CLOSED.format(title="Titre secret de la rédaction", more="", text="")}
    )

    assert {"titre secret de la rédaction": "title", "veille diplomatique": "id"} == found


def test_a_sentence_is_looked_for_in_pieces_that_a_cut_one_still_has():
    found = sought(
        closed(text="Le négociateur qatari a quitté Tunis avant l’aube et gagné Le Caire par la mer au matin.")
    )

    assert {
        "le négociateur qatari a quitté tunis avant",
        "l aube et gagné le caire par",
    } <= found.keys()


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Genève se prépare", ""),
        ("Le 24 août 2016", ""),
        ("Sources", ""),
        ("Calendrier", "Un texte public et long, lu de tous."),
        ("John Kerry", "[[kerry]] et [[lavrov]] [@depeche]"),
        ("Questions diverses", "Oui. Non."),
    ],
)
def test_what_is_shown_too_or_says_nothing_is_not_looked_for(title, text):
    shown = {"briefs/other.fr.md": OPEN.replace("Genève se prépare", "Questions diverses")}

    assert {"closed"} >= sought({**closed(title, text), **shown}).keys()


def test_a_public_brief_that_names_withheld_matter_does_not_make_it_public():
    files = {
        "actors/nadia-al-qasimi.yaml": "kind: person\nnames: Nadia Al-Qâsimî\nstatus: draft\n",
        "briefs/open.fr.md": OPEN.replace("[kerry]", "[kerry, Nadia Al-Qâsimî]")
        + "Des mots [[nadia-al-qasimi|d’une autre]].\n",
    }

    assert {"nadia al qâsimî", "nadia al qasimi"} == set(sought(files))


def test_what_is_to_come_in_a_public_file_is_looked_for():
    files = {
        "actors/kerry.yaml": "kind: person\nnames: John Kerry\nroles: [{title: Envoyé pour le climat mondial, start: 2021-01-20}]\n",
        "briefs/open.fr.md": OPEN.replace("actors", "corrections: [{date: 2016-08-25, kind: correction, text: Le convoi comptait "
                                          "vingt camions et non douze.}]\nednote: appeler le greffier demain matin\nactors"),
    }  # fmt: skip

    assert {
        "envoyé pour le climat mondial": "title",
        "le convoi comptait vingt camions et non douze": "text",
        "appeler le greffier demain matin": "ednote",
    } == sought(files)


def test_who_spoke_under_the_chatham_house_rule_is_looked_for():
    said = (
        "{text: Un mot, date: 2016-08-01, attribution: chatham, speaker: Nadia Al-Qâsimî, venue: Palais des colombes}"
    )

    assert {"nadia al qâsimî": "speaker", "palais des colombes": "venue"} == sought(
        {"briefs/open.fr.md": OPEN.replace("actors", f"statements: [{said}]\nactors")}
    )


def test_who_spoke_in_a_quote_of_a_text_under_the_chatham_house_rule_is_looked_for():
    quote = "> Un mot.\n>\n> — {speaker: Nadia Al-Qâsimî, date: 2016-08-01, attribution: chatham, venue: Palais des colombes}\n"

    assert {"nadia al qâsimî": "speaker", "palais des colombes": "venue"} == sought(
        {"briefs/open.fr.md": OPEN + "\n" + quote}
    )


def test_relations_that_are_to_come_or_lead_to_somebody_withheld_are_looked_for():
    files = {
        "actors/kerry.yaml": "kind: person\nnames: John Kerry\nrelations:\n"
        "- {type: supports, target: lavrov, start: 2017, note: Une entente dont nul ne sait rien}\n"
        "- {type: opposes, target: cache, note: Une querelle dont nul ne sait rien}\n"
        "designations: [{by: cache, label: Un titre dont nul ne sait rien}]\n",
        "actors/cache.yaml": "kind: person\nnames: Nadia Al-Qâsimî\nstatus: draft\n",
    }
    found = sought(files)

    assert {
        "une entente dont nul ne sait rien", "une querelle dont nul ne sait rien", "un titre dont nul ne sait rien",
    } <= found.keys()  # fmt: skip


def test_a_reference_that_is_confidential_shows_its_descriptor_alone():
    source = "{id: note, title: Note verbale du protocole, publisher: Ambassade du Qatar, confidential: true, descriptor: un diplomate du Golfe}"
    found = sought({"sources/t.yaml": f"- {source}\n"})

    assert {"note verbale du protocole", "ambassade du qatar"} == set(found)


def test_every_field_that_names_something_else_is_known():
    """A list of uses in a header that is not known here would make public what it names."""
    kinds = (model.BriefHead, model.ActorHead, model.TopicHead, model.EventHead, model.Statement)
    uses = {
        name
        for kind in kinds
        for name, said in kind.__annotations__.items()
        if "Use, ..." in str(said) or "ActorUse" in str(said)
    }

    assert uses
    assert set() == uses - NAMING.keys()
