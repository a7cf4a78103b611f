"""The site that a command works on: as the content gives it, made anew only where it does not stand."""

from __future__ import annotations

from concurrent.futures import Executor

from fiche import pipeline, standing
from fiche.cli.options import Asked
from fiche.cli.telling import Watch, tell
from fiche.standing import Build, Paths, Wishes


def made(asked: Asked, paths: Paths, wishes: Wishes, *, pool: Executor, watch: Watch) -> Build:
    """Build the site, or see that it stands; with errors, tell them and end."""
    watch("look")
    looked = standing.look(paths, wishes)
    done = looked.done or pipeline.build(paths, wishes, pool=pool, watch=watch, looked=looked)
    if not done.ok or done.written is None:
        tell(done, watch, paths.out, as_json=asked.as_json)
    return done
