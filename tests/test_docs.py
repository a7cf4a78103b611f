"""The documents keep up with the program."""

import re

import click

from fiche.cli import cli
from fiche.families import FAMILIES
from fiche.model import ActorKind, CorrectionKind, Marking, Status
from fiche.pipeline import EVERY


def test_every_field_of_every_file_is_documented(root):
    asked = re.compile(r'reader\.\w+\(\s*"([a-z_]+)"|inner\.\w+\(\s*"([a-z_]+)"')
    fields = {
        name
        for file in (root / "fiche" / "forms").glob("*.py")
        for pair in asked.findall(file.read_text("utf-8"))
        for name in pair
        if name
    }
    documented = set(re.findall(r"[a-z_]+", (root / "docs" / "writing.md").read_text("utf-8")))

    assert len(fields) > 40
    assert sorted(fields - documented) == []


def test_every_family_status_and_kind_is_documented(root):
    text = (root / "docs" / "writing.md").read_text("utf-8")
    words = list(FAMILIES) + [kind.value for kind in (*ActorKind, *CorrectionKind, *Status)]

    assert [word for word in (*words, *(marking.label for marking in Marking)) if word not in text] == []


def test_every_command_and_option_is_documented(root):
    text = "".join(file.read_text("utf-8") for file in [root / "README.md", *(root / "docs").glob("*.md")])
    context = click.Context(cli)
    commands = [cli.get_command(context, name) for name in cli.list_commands(context)]
    options = {
        option for command in commands for param in command.params for option in param.opts if option[:2] == "--"
    }

    assert sorted(f"fiche {command.name}" for command in commands if f"fiche {command.name}" not in text) == []
    assert sorted(option for option in options if option not in text) == []


def test_links_between_documents_lead_somewhere(root):
    for file in [root / "README.md", root / "CHANGELOG.md", *(root / "docs").glob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", file.read_text("utf-8")):
            if not re.search(r"\.\./2016|report\.pdf|map\.png", target):
                assert (file.parent / target).exists(), f"{file.name}: {target}"


def test_every_editorial_rule_is_documented_with_its_severity(root):
    text = (root / "docs" / "checks.md").read_text("utf-8")
    told = dict(re.findall(r"^### `([a-z-]+)` \((\w+)\)$", text, re.MULTILINE))

    assert {rule.code: str(rule.severity) for rule in EVERY} == told
