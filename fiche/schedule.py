"""What has another program build the site at given moments: lines for cron, GitHub Actions and GitLab CI.

Owns how each of these writes a moment. None of them knows years, so that a line would come again a year later, where it does
no harm: a build then finds what it finds. Nothing here says what happens at a moment, since such files are often public.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from types import MappingProxyType


def crontab(moments: Iterable[datetime], folder: str, command: str) -> str:
    """Return lines for a crontab, in the time zone of the moments, which must be that of the machine."""
    todo = f"cd {shlex.quote(folder)} && {command}".replace("%", r"\%")  # cron takes % for the end of the command
    return "".join(f"{_fields(moment)}  {todo}  # {moment:%Y-%m-%d %H:%M %Z}\n" for moment in _each(moments))


def github(moments: Iterable[datetime], folder: str, command: str) -> str:
    """Return the head of a workflow of GitHub Actions, which counts in UTC."""
    lines = [
        "# .github/workflows/publish.yml",
        "on:",
        "  push: {branches: [main]}",
        "  schedule:  # in UTC; GitHub may be some minutes late",
    ]
    crons = (
        f'    - cron: "{_fields(moment.astimezone(UTC))}"  # {moment:%Y-%m-%d %H:%M %Z}' for moment in _each(moments)
    )
    return "\n".join([*lines, *crons, f"# and among its steps:  - run: {command}", ""])


def gitlab(moments: Iterable[datetime], folder: str, command: str) -> str:
    """Return commands of `glab` that have GitLab run the pipeline of main, in which the site is published."""
    said = [f"# the pipeline of main must run: {command}"]
    for moment in _each(moments):
        when = _fields(moment.astimezone(UTC))
        what = f"fiche {moment:%Y-%m-%d %H:%M %Z}"
        said.append(f'glab schedule create --ref main --cronTimeZone UTC --cron "{when}" --description "{what}"')
    return "\n".join([*said, ""])


SCHEDULERS: Mapping[str, Callable[[Iterable[datetime], str, str], str]] = MappingProxyType(
    {"cron": crontab, "github": github, "gitlab": gitlab}
)
"""Each from moments, the publication's folder and a command to a text to paste."""


def _each(moments: Iterable[datetime]) -> Iterator[datetime]:
    """Yield each minute once: one that has begun is over for cron, so that a moment within it means the next."""
    seen: set[datetime] = set()
    for moment in moments:
        minute = moment.replace(second=0, microsecond=0)
        if minute < moment:
            minute = datetime.fromtimestamp(minute.timestamp() + 60, moment.tzinfo)
        if minute not in seen:
            seen.add(minute)
            yield minute


def _fields(moment: datetime) -> str:
    """Return the five fields of cron: minute, hour, day, month, any weekday."""
    return f"{moment.minute} {moment.hour} {moment.day} {moment.month} *"
