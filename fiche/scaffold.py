"""New files that are valid at once: a site, a brief, an actor, a topic.

Owns what they say. A new brief is a draft, so that nothing is published by starting to write.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from fiche.model import ActorKind
from fiche.names import slug
from fiche.value import Value


class New(Value, frozen=True):
    """A file to be made: its path below the content folder, and its text."""

    path: str
    text: str


IGNORED = New(
    ".gitignore",
    "# What builds make, and what they find out: that is as secret as the drafts.\n/site/\n/site-*/\n/.fiche/\n",
)
"""What git is to leave alone, in the folder of a publication."""


def site(title: str, *, languages: Sequence[str], timezone: str, base_url: str, now: datetime) -> tuple[New, ...]:
    """Return the files of a new publication: its settings, a first brief, an actor and a topic."""
    settings = f"""\
# The publication. Every setting: docs/writing.md
title: {_quoted(title)}
base_url: {base_url}
timezone: {timezone}
languages: [{", ".join(languages)}]      # the first is the default
"""
    first = f"""\
---
title: Our first brief
date: {now:%Y-%m-%dT%H:%M}
summary: One or two sentences that a reader in a hurry can leave with.
key_points:
  - The first thing to remember.
  - The second.
actors: [example-ministry, Somebody Without A File]
topics: [first-topic]
---
The text, in Markdown. A link to an actor: [[example-ministry|the ministry]].

## A heading

Save, build again, and look.
"""
    return (
        New("site.yaml", settings),
        New(f"briefs/{now:%Y}/{now:%Y-%m-%d}-our-first-brief.md", first),
        actor("Example Ministry", kind=ActorKind.ORGANIZATION),
        topic("First topic"),
    )


def brief(title: str, *, now: datetime, lang: str = "", actors: Sequence[str] = (), topics: Sequence[str] = ()) -> New:
    """Return a new brief, dated now, as a draft. `lang` is empty for the site's first language."""
    text = f"""\
---
title: {_quoted(title)}
date: {now:%Y-%m-%dT%H:%M}
status: draft      # take this line out to publish
# summary: the bottom line, in one to three sentences
# key_points: [first, second]
actors: [{", ".join(map(_quoted, actors))}]
topics: [{", ".join(map(_quoted, topics))}]
---

"""
    ending = f".{lang}.md" if lang else ".md"
    return New(f"briefs/{now:%Y}/{now:%Y-%m-%d}-{slug(title)}{ending}", text)


def actor(name: str, *, kind: ActorKind) -> New:
    """Return a new file of the register of actors."""
    text = f"""\
kind: {kind.value}
names: {_quoted(name)}      # or {{fr: …, en: …}}
# aliases: []
# roles:
#   - {{title: …, org: …, start: 2016-01-01}}
# summary: one line
"""
    return New(f"actors/{slug(name)}.yaml", text)


def topic(label: str, *, parents: Sequence[str] = ()) -> New:
    """Return a new file of the tree of topics."""
    above = f"parents: [{', '.join(map(_quoted, parents))}]\n" if parents else "# parents: []\n"
    text = f"""\
labels: {_quoted(label)}      # or {{fr: …, en: …}}
{above}# state_of_play: where things stand, in a paragraph or two
"""
    return New(f"topics/{slug(label)}.yaml", text)


def _quoted(text: str) -> str:
    """Write a text as a double-quoted YAML scalar, which JSON's strings are."""
    return json.dumps(text, ensure_ascii=False)
