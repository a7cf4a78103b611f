"""The style sheets that are sent mean what those of the theme mean, to a real browser."""

import re
from pathlib import Path

import pytest

from fiche.styles import minified

SHEETS = sorted((Path(__file__).resolve().parents[2] / "templates" / "static").glob("*.css"))
RULES = """text => { const sheet = new CSSStyleSheet(); sheet.replaceSync(text);
  return [...sheet.cssRules].map(rule => rule.cssText).join('\\n'); }"""


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_minified_sheet_has_the_same_rules(chromium, sheet):
    """Values of custom properties are kept as they are written, white space included: that apart, all is equal."""
    page = chromium.new_page()
    written = sheet.read_bytes()
    before, after = (re.sub(r"\s", "", page.evaluate(RULES, text.decode())) for text in (written, minified(written)))
    page.close()

    assert len(minified(written)) < len(written)
    assert before == after
