"""Small desks for the rules: files, and what is studied of them."""

from contextlib import contextmanager
from datetime import date

from fiche.checks.study import Study
from fiche.executor import Serial
from fiche.memo import Memo
from fiche.parse import parse
from fiche.scan import scan
from tests.laws.sites import SITE, folder

DAY = date(2016, 8, 24)
"""The day of the site's clock."""


@contextmanager
def studied(files, day=DAY):
    """Lay files down and study them as long as one looks."""
    with folder({"site.yaml": SITE, **files}) as home:
        memo = Memo()
        sources = scan(home / "content").value
        yield Study.of(parse(sources, pool=Serial(), memo=memo).value, day, sources, memo)
