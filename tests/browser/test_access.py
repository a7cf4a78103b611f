"""Accessibility as axe-core judges it: WCAG 2.2 AA and its best practices, on the fullest page of every kind."""

import json

import pytest

KINDS = {
    "actor",
    "actors",
    "archive",
    "brief",
    "compare",
    "corrections",
    "home",
    "not-found",
    "page",
    "relations",
    "sources",
    "statements",
    "thread",
    "timeline",
    "topic",
    "topics",
}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """tags => axe.run(document, {
  runOnly: {type: 'tag', values: tags},
  rules: {'target-size': {enabled: true}},
  resultTypes: ['violations'],
})"""


def judged(page, axe):
    """Return what axe has against a page: rule, element, reason."""
    page.evaluate(axe)
    found = page.evaluate(RUN, TAGS)
    return [
        f"{rule['id']}: {node['html'][:120]}: {node['failureSummary'].splitlines()[-1].strip()}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


DARK = {"color_scheme": "dark"}
PHONE = {"viewport": {"width": 320, "height": 640}, "is_mobile": True, "has_touch": True}


@pytest.mark.parametrize(
    ("lang", "window"),
    [  # every kind of page in every language once, and once in every window
        pytest.param("fr", {}, id="light-fr"),
        pytest.param("en", DARK, id="dark-en"),
        pytest.param("ar", PHONE, id="phone-ar"),
    ],
)
def test_axe_has_nothing_against_any_kind_of_page(leaf, axe, fullest, lang, window):
    ours = [sheet for sheet in fullest if sheet.lang == lang]
    faults = {
        str(sheet): found for sheet, page in leaf(ours, bypass_csp=True, **window) if (found := judged(page, axe))
    }
    assert len(ours) > 10
    assert {} == faults, json.dumps(faults, indent=1, ensure_ascii=False)


def test_every_kind_of_page_is_judged(sheets):
    assert set() == KINDS - {sheet.kind for sheet in sheets}
    assert {"fr", "en", "ar"} == {sheet.lang for sheet in sheets if sheet.kind == "brief"}


def test_more_contrast_and_forced_colours_break_nothing(leaf, axe, fullest):
    ours = [sheet for sheet in fullest if sheet.kind in {"brief", "home"}]
    faults = {
        str(sheet): found
        for sheet, page in leaf(ours, bypass_csp=True, forced_colors="active", contrast="more")
        if (found := judged(page, axe))
    }
    assert {} == faults, json.dumps(faults, indent=1, ensure_ascii=False)


def test_the_judge_sees_a_fault_that_is_there(browse, axe):
    """Else its silence would prove nothing."""
    page = browse("", bypass_csp=True)
    page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"data:,\"><a href=\"#\"></a>')"
    )
    assert {"image-alt", "link-name"} <= {fault.partition(":")[0] for fault in judged(page, axe)}
