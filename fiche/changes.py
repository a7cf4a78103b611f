"""Changes: what of a site differs from what is online, and the order in which it is sent.

Owns the comparison of two tables of paths and digests. Where they come from is the business of `targets`; what readers
see of it, of `account`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from fiche.outputs import turn
from fiche.value import Value


class Changes(Value, frozen=True):
    """What makes of one set of files another one. Each tuple is in the order in which it is to be done."""

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    """Removed last: what leads to them no longer does by then."""
    same: int = 0

    @property
    def sent(self) -> tuple[str, ...]:
        """Return what is sent: pictures and styles, pages, then feeds, the sitemap and what else lists pages."""
        return tuple(sorted((*self.new, *self.changed), key=turn))

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.gone)


def compare(online: Mapping[str, str], site: Mapping[str, str], *, unsure: Collection[str] = ()) -> Changes:
    """Compare what is online with what shall be, both by path and digest.

    `unsure` are paths of which nobody knows what is there, since a publisher was stopped in the middle: they are sent or
    removed again, whatever `online` says.
    """
    doubted = frozenset(unsure)
    new = [path for path in site if path not in online and path not in doubted]
    changed = [path for path, digest in site.items() if path in doubted or (path in online and online[path] != digest)]
    gone = [path for path in online.keys() | doubted if path not in site]
    return Changes(
        new=tuple(sorted(new, key=turn)),
        changed=tuple(sorted(changed, key=turn)),
        gone=tuple(sorted(gone, key=_parting)),
        same=len(site) - len(new) - len(changed),
    )


def _parting(path: str) -> tuple[int, str]:
    """Return when a file is removed: what lists pages, pages, then what pages need."""
    return -turn(path)[0], path
