"""Offices and who held them."""

from __future__ import annotations

from fiche.value import Value
from fiche.views.shared import Label, LinkView


class HolderView(Value, frozen=True):
    """Somebody in an office."""

    actor: LinkView
    span: str
    """From when to when, in words."""
    current: bool
    acting: bool


class OfficeLineView(Value, frozen=True):
    """An office and all who are known to have held it."""

    anchor: str
    title: Label
    holders: tuple[HolderView, ...]
    """The latest first."""


class OfficeGroupView(Value, frozen=True):
    """The offices of one organisation."""

    org: LinkView | None
    offices: tuple[OfficeLineView, ...]


class OfficesView(Value, frozen=True):
    """One page of the offices of the register."""

    groups: tuple[OfficeGroupView, ...]
    page: int = 1
    pages: int = 1
    newer: str = ""
    older: str = ""
