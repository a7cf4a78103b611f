"""Why a file of the site was made again, or was not, in words."""

from __future__ import annotations

from fiche.ledger import Ledger
from fiche.outputs import Made

_WORDS = {
    "editions": "the brief “{}”",
    "briefs": "the brief “{}”, as lists show it",
    "actors": "the actor “{}”",
    "topics": "the topic “{}”",
    "kin": "which briefs are related to “{}”",
    "of-actor": "the briefs of the actor “{}”",
    "of-topic": "the briefs of the topic “{}”",
    "of-thread": "the story “{}”",
    "of-year": "the briefs of {}",
    "threads": "how many briefs the story “{}” has",
    "steps": "what comes before the brief “{}”, and what is new in it",
    "actor-events": "the events of the actor “{}”",
    "topic-events": "the events of the topic “{}”",
    "year-events": "the events of {}",
    "said": "the statements",
    "said-by": "the statements of “{}”",
    "said-on": "the statements on “{}”",
    "figures": "the figure “{}”",
    "figures-on": "which figures are on “{}”",
    "trends": "the trend of “{}”",
    "newest": "the month of the newest brief",
    "pictures": "the picture “{}”",
    "ties": "the relations of “{}”",
    "casts": "who appears in the briefs",
    "children": "the topics below “{}”",
    "periods": "the briefs of “{}”",
    "template": "the template “{}”, or one that it uses",
    "ground": "the settings of the site, the day, the readers, or the program itself",
    "listed": "which pages there are",
}
_WHOLE = {
    "briefs": "the briefs, as lists show them",
    "actors": "the actors",
    "topics": "the topics",
    "figures": "the figures",
    "pictures": "the pictures",
    "trends": "the trends",
    "ties": "the relations between actors",
    "periods": "the days that have briefs",
    "of-year": "the briefs of all years",
    "threads": "which stories there are",
    "actor-events": "which actors have events",
    "topic-events": "which topics have events",
    "year-events": "the years that have events",
}

_SOURCES = {"build": "the files whose digest it tells"}
"""What is read by jobs that read nothing of the publication, beside those that copy."""


def why(path: str, made: Made, ledger: Ledger, stale: frozenset[int], out: str) -> str:
    """Say why a file that is among those made was made again, or left as it was."""
    artifact = next(artifact for artifact in made.artifacts if artifact.path == path)
    trace = ledger.traces.get(made.name)
    if trace is None or path not in dict(trace.files):
        return f"{path} is new: the last build made no such file, or none is remembered"
    changed = sorted({_told(ledger.readings[n][0]) for n in trace.readings if n in stale})
    if changed:
        what = "; ".join(changed)
        if artifact.data is None:
            return f"{path} stays: what it shows is the same, though this changed: {what}"
        return f"{path} was made again: this changed: {what}"
    source = _SOURCES.get(made.name, "the file that it is a copy of")
    if artifact.data is None:
        read = (
            f"none of the {len(trace.readings)} things it was made from" if trace.readings else f"nothing in {source}"
        )
        return f"{path} stays: {read} has changed"
    if ledger.lines[path].key != artifact.key:
        return f"{path} was made again: {source} changed"
    return f"{path} was made again: the file in {out} is not as it was written"


def _told(reading: str) -> str:
    name, _, key = reading.partition(" ")
    name = name.partition(":")[2] or name
    if key in {"*", "#"}:
        return _WHOLE.get(name, name)
    return _WORDS.get(name, "{}").format(key)
