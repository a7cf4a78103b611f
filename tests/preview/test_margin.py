"""What the rules find in one file, asked one after the other, and what is kept from one state to the next."""

import pytest

from fiche.checks.rules import RULES
from fiche.preview.margin import ASKED
from tests.preview.small import opened

FILE = "content/briefs/un.md"
BRIEF = "---\ntitle: Un\ndate: 2016-08-20\n---\nUn mot.\n\nLe vendredi 25 août 2016.\n"


@pytest.fixture
def desk():
    with opened() as desk:
        desk.save("briefs/un.md", BRIEF)
        yield desk


def found(desk, path=FILE):
    """Return what all rules find in a file: code, line, and whether it stands in the text."""
    remarks = [remark for rule in ASKED for remark in desk.warm.remarks(path, rule)]
    return sorted((one.problem.code, one.problem.place.line, one.in_body) for one in remarks)


def test_what_is_found_in_a_text_is_told_with_its_line_and_follows_each_save(desk):
    assert [("wrong-weekday", 7, True)] == found(desk)

    turn = desk.edit("briefs/un.md", "Un mot.", "Un mot.\n\nDeux.")
    assert (True, [("wrong-weekday", 9, True)]) == (turn.quick, found(desk))

    desk.edit("briefs/un.md", "vendredi", "jeudi")
    assert [] == found(desk)


def test_what_is_found_in_a_header_has_no_paragraph(desk):
    desk.edit("briefs/un.md", "title: Un", "title: Le vendredi 25 août 2016")
    desk.edit("briefs/un.md", "\n\nLe vendredi 25 août 2016", "\n\nPlus rien")

    assert [("wrong-weekday", 2, False)] == found(desk)


def test_a_save_of_the_register_is_seen_in_other_files(desk):
    desk.edit("briefs/un.md", "Un mot.", "John Kerry parle.")
    assert "mentioned-not-listed" in [code for code, _, _ in found(desk)]

    desk.edit("actors/kerry.md", "{fr: John Kerry, en: John Kerry}", "{fr: Jean Quéri, en: John Query}")
    assert "mentioned-not-listed" not in [code for code, _, _ in found(desk)]


def test_settings_and_waivers_count_as_in_a_check(desk):
    desk.edit("briefs/un.md", "date: 2016-08-20", "date: 2016-08-20\nwaive: {wrong-weekday: As printed.}")
    assert [] == found(desk)

    desk.edit("briefs/un.md", "\nwaive: {wrong-weekday: As printed.}", "")
    desk.save("site.yaml", f"{desk.files['site.yaml']}checks: {{wrong-weekday: off}}\n")
    assert [] == found(desk)


def test_nothing_is_found_in_what_is_no_text_and_in_what_is_not_there(desk):
    assert [[], [], []] == [
        found(desk, path) for path in ("content/media/carte.png", "content/none.md", "content/site.yaml")
    ]


def test_the_rules_that_take_a_whole_desk_are_not_asked():
    assert {rule.code for rule in ASKED} == {rule.code for rule in RULES if not rule.whole}
