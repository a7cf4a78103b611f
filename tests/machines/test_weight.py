"""What travels to a reader is what is read: nothing that only the authors of templates would see."""

import re

_KEPT = re.compile(rb"<(pre|textarea|script)\b.*?</\1>", re.DOTALL)
"""Elements in which white space is text."""
_NEEDLESS = re.compile(rb"[ \t\n]{2,}|<!--.*?-->", re.DOTALL)


def test_pages_hold_no_needless_white_space_and_no_comments(built_site):
    whole = needless = 0
    for file in built_site.rglob("*.html"):
        page = _KEPT.sub(b"", file.read_bytes())
        whole += len(page)
        needless += sum(len(found[0]) - 1 for found in _NEEDLESS.finditer(page))

    assert needless < whole / 1000


def test_style_sheets_hold_no_comments_and_no_indentation(built_site):
    for file in built_site.rglob("*.css"):
        assert not re.search(rb"/\*|[ \n]{2}|\n.*\n", file.read_bytes()), file
