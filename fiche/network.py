"""Where the actors of a drawing stand: around one of them, or each near those it has to do with.

Owns the places, in whole units of a drawing. The same actors and links give the same places on every machine: they start
from a circle whose points are rounded, the library moves them with additions, products, quotients and roots alone, which
IEEE 754 defines to the last bit and Rust never fuses, and names are then moved apart with whole numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, pi, sin, sqrt

Place = tuple[int, int]
Link = tuple[int, int, float]
"""Two actors by their numbers, and how strongly they are drawn together."""

AROUND = (440, 430)
"""Width and height of a drawing around one actor."""
SPREAD = (1000, 760)
"""Width and height of a drawing of many."""
MIDDLE: Place = (220, 205)
_RADII = (160, 170)
"""Even: a point of the ellipse is then never half way between two whole numbers, where rounding could differ."""
_MARGIN = (70, 24)
_ROUNDS = 400
_TAME = 0.06
"""How strongly each actor is drawn to the middle: enough that none who has few links drifts away."""
_ABOVE, _BELOW, _AIR = 10, 26, 4
"""From the middle of an actor's sign to the upper and lower edge of sign and name, and between two of them."""


def around(count: int) -> list[Place]:
    """Return places around the middle, the first one at the top, then clockwise."""
    turns = [2 * pi * number / count for number in range(count)]
    return [(MIDDLE[0] + round(_RADII[0] * sin(turn)), MIDDLE[1] - round(_RADII[1] * cos(turn))) for turn in turns]


def spread(widths: Sequence[int], links: Sequence[Link]) -> list[Place]:
    """Return a place for each actor, by the width of its name; linked ones stand near each other, names apart."""
    if len(widths) < 2:
        return [(SPREAD[0] // 2, SPREAD[1] // 2) for _ in widths]
    return _apart(_scaled(_drawn(len(widths), links)), widths)


def _drawn(count: int, links: Sequence[Link]) -> list[tuple[float, float]]:
    # Imported where a page needs it: few builds do, and none of them should wait.
    from rustworkx import PyGraph, spring_layout  # noqa: PLC0415

    middle = count
    graph: PyGraph[int, float] = PyGraph()
    graph.add_nodes_from(range(count + 1))
    graph.add_edges_from([*links, *((number, middle, _TAME) for number in range(count))])
    turns = [2 * pi * number / count for number in range(count)]
    start = {
        number: (round(1024 * cos(turn)) / 1024, round(1024 * sin(turn)) / 1024) for number, turn in enumerate(turns)
    }
    placed = spring_layout(
        graph,
        pos={**start, middle: (0.0, 0.0)},
        fixed={middle},
        k=2.5 / sqrt(count),
        adaptive_cooling=False,
        num_iter=_ROUNDS,
        tol=1e-12,
        weight_fn=float,
        seed=1,
    )
    return [(placed[number][0], placed[number][1]) for number in range(count)]


def _scaled(points: Sequence[tuple[float, float]]) -> list[Place]:
    """Fill the drawing with points, in whole units."""
    scaled = []
    for axis in (0, 1):
        values = [point[axis] for point in points]
        least, extent = min(values), max(values) - min(values) or 1.0
        room = SPREAD[axis] - 2 * _MARGIN[axis] - (_BELOW if axis else 0)
        scaled.append([_MARGIN[axis] + round((value - least) / extent * room) for value in values])
    return list(zip(*scaled, strict=True))


def _apart(places: list[Place], widths: Sequence[int]) -> list[Place]:
    """Move signs and names off each other, in the direction in which less is to be moved."""
    moved = [list(place) for place in places]
    for _ in range(_ROUNDS):
        still = True
        for one in range(len(moved)):
            for other in range(one + 1, len(moved)):
                across = (widths[one] + widths[other]) // 2 + _AIR - abs(moved[one][0] - moved[other][0])
                along = _ABOVE + _BELOW + _AIR - abs(moved[one][1] - moved[other][1])
                if across > 0 and along > 0:
                    still = False
                    axis, much = (0, across) if across < along else (1, along)
                    step = (much + 1) // 2 * (1 if moved[one][axis] < moved[other][axis] else -1)
                    moved[one][axis] -= step
                    moved[other][axis] += step
        for place, width in zip(moved, widths, strict=True):
            place[0] = min(max(place[0], width // 2 + _AIR), SPREAD[0] - width // 2 - _AIR)
            place[1] = min(max(place[1], _ABOVE + _AIR), SPREAD[1] - _BELOW - _AIR)
        if still:
            break
    return [(place[0], place[1]) for place in moved]


def between(one: Place, other: Place, *, beside: int = 0) -> tuple[int, int, int, int]:
    """Return the line from one place to another that stops short of signs and names, `beside` units off the straight way."""
    across, along = other[0] - one[0], other[1] - one[1]
    length = sqrt(across * across + along * along) or 1.0
    right, down = across / length, along / length
    first = min(_gap(down), length / 3)
    last = min(_gap(-down), length / 3)
    x, y = -down * beside, right * beside
    return (
        round(one[0] + right * first + x),
        round(one[1] + down * first + y),
        round(other[0] - right * last + x),
        round(other[1] - down * last + y),
    )


def _gap(down: float) -> int:
    """Return where a line begins beside a sign: further off where it leaves downwards, since the name stands there."""
    return _BELOW if down > 0.45 else _ABOVE + 2
