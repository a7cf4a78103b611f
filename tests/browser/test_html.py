"""HTML, CSS and SVG as the Nu checker judges them: no error in any file of the site."""

import json

import pytest

HARMLESS = (
    # Said of each page that has the marking in a list or aside without a heading of its own; a question of style.
    "Section lacks heading",
    # It takes files without an address for strangers to themselves. The browser's own word is awaited on every page.
    "Resource violates Content Security Policy (meta tag)",
)


def is_data(finding):
    """Say whether it takes data for a script: such an element is never run, so that no policy refuses it (HTML, 4.12.1)."""
    return (
        finding["message"].startswith("Inline script violates")
        and '<script type="application/ld+json">' in finding["extract"]
    )


@pytest.fixture(scope="module")
def findings(nu, built_site):
    """Run the checker once over all of the site: starting it costs more than checking."""
    return json.loads(nu([built_site]).stdout)["messages"]


def told(finding, built_site):
    """Put a finding on one line."""
    path = finding.get("url", "").partition(str(built_site))[2].lstrip("/")
    return f"{path}:{finding.get('lastLine', 0)}: {finding['message']} «{finding.get('extract', '')[:160]}»"


def test_no_page_has_an_error(findings, built_site):
    errors = [told(finding, built_site) for finding in findings if finding["type"] != "info"]
    assert [] == errors[:20]


def test_no_page_has_a_warning_that_matters(findings, built_site):
    warnings = [
        told(finding, built_site)
        for finding in findings
        if finding["type"] == "info"
        and finding.get("subType") == "warning"
        and not finding["message"].startswith(HARMLESS)
        and not is_data(finding)
    ]
    assert [] == warnings[:20]
