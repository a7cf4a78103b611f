"""The list of corrections."""

from __future__ import annotations

from fiche.value import Value
from fiche.views.shared import CorrectionView


class CorrectionsView(Value, frozen=True):
    """All corrections, newest first."""

    corrections: tuple[CorrectionView, ...]
    page: int = 1
    pages: int = 1
    newer: str = ""
    older: str = ""
