"""The floors: imports go down, each outside library has one home, and nothing below `cli` asks the machine.

A module's floor is its place in this file; a new noun needs no line here. Why each library: `docs/dependencies.md`.
"""

import ast
import re
import sys
import tomllib
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ENGINE = ROOT / "fiche"

GROUND = {"value", "problem", "digest"}
MODEL = {"model", "memo"}
STAGES = {"parse", "clear", "weave", "write"}
FAMILIES = {"families"}
TOP = (
    ("plan", "retold"),
    "render",
    "pipeline",
    "status",
    "audit",
    ("preview", "targets"),
    ("publish", "verify"),
    "cli",
)
# `scan` is a stage and the only reader of inputs: who needs bytes asks it, so it stands among the nouns.

HOMES = {
    "ahocorasick_rs": {"recognise", "audit"},
    "anyascii": {"names"},
    "babel": {"dates", "names", "messages"},
    "click": {"cli"},
    "icalendar": {"ical"},
    "jinja2": {"templates", "render", "preview"},
    "markdown": {"markup"},
    "markupsafe": {"templates", "render"},
    "msgspec": {"value"},
    "nh3": {"markup"},
    "PIL": {"pictures"},
    "rcssmin": {"styles"},
    "rustworkx": {"network"},
    "starlette": {"preview"},
    "urllib3": {"fetch"},
    "uvicorn": {"preview"},
    "watchdog": {"preview"},
    "yaml": {"header"},
}
"""Where each outside library lives: the modules that may import it."""

UNIMPORTED = {"tzdata": "zoneinfo reads it where the system has no time zones"}
PACKAGE_OF = {"PIL": "pillow", "yaml": "pyyaml", "ahocorasick_rs": "ahocorasick-rs"}

ASKS_THE_MACHINE = re.compile(
    r"os\.(environ|getenv|getcwd)|Path\.(cwd|home)|datetime\.(now|utcnow|today)|date\.today|time\.\w+|getpass"
)
CHANCE = {"random", "secrets", "uuid", "locale", "getpass", "time"}


@cache
def modules() -> dict[str, ast.Module]:
    """Parse the engine: module name without `fiche.` to syntax tree."""
    found = {}
    for file in sorted(ENGINE.rglob("*.py")):
        if "__pycache__" not in file.parts:
            name = ".".join(file.relative_to(ENGINE).with_suffix("").parts)
            found[name.removesuffix(".__init__").removesuffix("__init__")] = ast.parse(file.read_text("utf-8"))
    return found


def imports(tree: ast.AST) -> set[str]:
    """List what a tree imports, as whole names: `fiche.model`, `yaml`, `babel.dates`."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are written whole"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def ours(tree: ast.AST) -> set[str]:
    """List the modules of the engine that a tree imports."""
    found = set()
    for name in imports(tree):
        path = name.split(".")
        if path[0] == "fiche":
            while path[1:] and ".".join(path[1:]) not in modules():
                path.pop()
            if path[1:]:
                found.add(".".join(path[1:]))
    return found


def floor(module: str) -> int:
    """Return the floor a module stands on, from 0 at the ground."""
    top = module.partition(".")[0]
    order = (GROUND, MODEL, None, STAGES | FAMILIES, *({name} if isinstance(name, str) else set(name) for name in TOP))
    return next((at for at, names in enumerate(order) if names and top in names), 2)


def within(module: str, other: str) -> bool:
    """Say whether two modules are of one package."""
    return module.partition(".")[0] == other.partition(".")[0]


@pytest.mark.parametrize("module", sorted(filter(None, modules())))
def test_a_module_imports_only_from_floors_below(module):
    """Nouns may stand on nouns; a package's modules on each other; nothing else on its own floor."""
    wrong = {
        other
        for other in ours(modules()[module])
        if not within(module, other)
        and (floor(other) > floor(module) or (floor(other) == floor(module) and floor(module) not in {2, 0}))
    }
    assert set() == wrong


def test_no_two_modules_lean_on_each_other():
    """Raises CycleError with the circle, if there is one."""
    packages = {}
    for module, tree in modules().items():
        packages.setdefault(module.partition(".")[0], set()).update(
            other.partition(".")[0] for other in ours(tree) if not within(module, other)
        )
    tuple(TopologicalSorter(packages).static_order())
    tuple(TopologicalSorter({module: ours(tree) - {module} for module, tree in modules().items()}).static_order())


def test_an_outside_library_is_imported_only_in_its_home():
    strays = {
        f"{module}: {name}"
        for module, tree in modules().items()
        for name in imports(tree)
        if (library := name.partition(".")[0]) not in sys.stdlib_module_names | {"fiche"}
        and module.partition(".")[0] not in HOMES.get(library, set())
    }
    assert set() == strays


def test_the_declared_libraries_are_those_that_have_a_home():
    with (ROOT / "pyproject.toml").open("rb") as file:
        declared = {re.split(r"[><=~ ]", line)[0] for line in tomllib.load(file)["project"]["dependencies"]}
    assert {PACKAGE_OF.get(name, name) for name in HOMES} - {"markupsafe"} | set(UNIMPORTED) == declared


def test_every_library_stands_with_its_reason_in_the_docs():
    told = (ROOT / "docs" / "dependencies.md").read_text("utf-8").lower()
    wanted = (ROOT / "requirements-dev.in").read_text("utf-8").split("\n")
    names = {re.split(r"[><=~ ]", line)[0] for line in wanted if line and not line.startswith(("#", "-"))}
    names |= {PACKAGE_OF.get(name, name) for name in HOMES} | set(UNIMPORTED)
    assert set() == {name for name in names if f"`{name}`" not in told}


@pytest.mark.parametrize("module", sorted(filter(None, modules())))
def test_an_import_inside_a_function_says_why(module):
    path = ENGINE / module.replace(".", "/")
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    lines = file.read_text("utf-8").splitlines()
    silent = [
        f"line {node.lineno}"
        for function in ast.walk(modules()[module])
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
        and "#" not in lines[node.lineno - 1]
        and not lines[node.lineno - 2].lstrip().startswith("#")
    ]
    assert [] == silent


@pytest.mark.parametrize("module", sorted(name for name in modules() if name and not within(name, "cli")))
def test_below_the_command_line_nothing_asks_the_machine(module):
    """No clock, environment, locale, current folder or chance: same in, same out."""
    tree = modules()[module]
    asked = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute | ast.Name)]
    assert [] == [f"line {node.lineno}" for node in asked if ASKS_THE_MACHINE.fullmatch(ast.unparse(node))]
    assert set() == {name for name in imports(tree) if name.partition(".")[0] in CHANCE}
