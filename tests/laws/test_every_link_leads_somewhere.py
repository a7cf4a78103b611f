"""Whatever the briefs, and whichever of their editions are missing: each link of the site leads to a file of it.

Pages link to the same page in every language: where a language has none, they must link to another.
"""

import pytest
from hypothesis import given, settings

from fiche.audit import opened, quality
from fiche.executor import Serial
from fiche.problem import Severity
from tests.laws.sites import REGISTER, SITE, folder, public_briefs
from tests.laws.test_the_audit_finds_what_leaks import Desk


def _all_lead_somewhere(briefs):
    with folder({"site.yaml": SITE, **REGISTER, **{brief.path: brief.text() for brief in briefs}}) as home:
        desk = Desk(home)
        desk.build()
        output = opened(desk.paths.out, "site", "https://press.example/base/")
        found = quality.faults(output, desk.paths.content, pool=Serial())
        assert [] == [str(problem) for problem in found if problem.severity is Severity.ERROR]


@settings(max_examples=10)
@given(public_briefs())
def test_every_link_leads_to_a_file_of_the_site(briefs):
    _all_lead_somewhere(briefs)


@pytest.mark.fuzz
@settings(max_examples=500)
@given(public_briefs())
def test_every_link_of_five_hundred_sites_leads_somewhere(briefs):
    _all_lead_somewhere(briefs)
