"""Checks of the desk: one function an editorial rule, each from the desk to problems.

They see all that was parsed, withheld or not, and know no policy. To add a rule is to add a function to `CHECKS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from fiche.checks import addresses, attachments, chains, figures, identity, references, topics
from fiche.model import Desk
from fiche.problem import Problem

Check = Callable[[Desk], Iterator[Problem]]

CHECKS: tuple[Check, ...] = (
    identity.each_id_once,
    identity.names_mean_one,
    references.known_actors,
    references.known_topics,
    references.known_sources,
    references.known_links,
    references.known_reports,
    chains.known_chains,
    chains.chains_end,
    chains.known_threads,
    topics.no_cycles,
    topics.is_a_tree,
    attachments.attachments_exist,
    attachments.pictures_can_be_seen,
    figures.figures_are_described,
    figures.editions_count_alike,
    figures.printed_figures_have_values,
    addresses.briefs_stand_apart,
    addresses.editions_agree,
)
