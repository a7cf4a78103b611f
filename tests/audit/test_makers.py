"""Who made a file, as its metadata say: told where no page names them."""

import io
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from fiche.audit.makers import makers, told
from fiche.audit.output import opened

NAME = "Jeanne d'Été"
XMP = "<x:xmpmeta><dc:creator><rdf:Seq><rdf:li>Jeanne\n d'Été</rdf:li></rdf:Seq></dc:creator></x:xmpmeta>"


def picture(kind, tag, value, *, inner=0):
    """Return a picture with one entry of Exif."""
    exif = Image.Exif()
    (exif.get_ifd(inner) if inner else exif)[tag] = value
    out = io.BytesIO()
    Image.new("RGB", (2, 2)).save(out, kind, exif=exif)
    return out.getvalue()


def office(member, xml):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(member, xml)
    return out.getvalue()


FILES = {
    "artist.jpg": picture("JPEG", 0x013B, NAME.encode()),
    "artist.PNG": picture("PNG", 0x013B, NAME.encode()),
    "author.webp": picture("WEBP", 0x9C9D, NAME.encode("utf-16-le")),
    "owner.jpeg": picture("JPEG", 0xA430, NAME.encode(), inner=0x8769),
    "xmp.jpg": b"\xff\xd8" + XMP.encode(),
    "drawing.svg": f"<svg><metadata>{XMP}</metadata></svg>".encode(),
    "plain.pdf": b"%PDF-1.4\n1 0 obj<</Title(x)/Author (Jeanne d'\xc9t\xe9)>>endobj",
    "escaped.pdf": b"%PDF-1.4\n<</Author(\xef\xbb\xbf" + NAME.replace("'", "\\'").encode() + b")>>",
    "hexadecimal.pdf": b"%PDF-1.4\n<</Author <FEFF" + NAME.encode("utf-16-be").hex(" ", 7).encode() + b">>>",
    "packed.pdf": b"%PDF-1.5\nstream\n" + zlib.compress(XMP.encode()) + b"\nendstream",
    "written.docx": office("docProps/core.xml", f"<cp:lastModifiedBy>{NAME}</cp:lastModifiedBy>"),
    "written.odt": office(
        "meta.xml", f"<meta:initial-creator>{NAME.replace(chr(39), '&apos;')}</meta:initial-creator>"
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_says_who_made_it(name):
    assert {NAME} == makers(name, FILES[name])


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jpg", picture("JPEG", 0x010E, b"A description")),
        ("a.jpg", picture("JPEG", 0x013B, b"")),
        ("a.pdf", b"%PDF-1.4\n<</Author()/Title(x)>>"),
        ("a.pdf", b"%PDF-1.4\n<</Author<>>>"),
        ("a.docx", b"PK\x03\x04 damaged"),
        ("a.html", XMP.encode()),
    ],
)
def test_another_says_nothing(name, data):
    assert frozenset() == makers(name, data)


@given(
    st.sampled_from([".jpg", ".pdf", ".docx", ".svg"]),
    st.sampled_from(list(FILES.values())),
    st.integers(0, 400),
    st.binary(max_size=40),
)
def test_any_bytes_name_somebody_or_nobody(ending, data, at, more):
    assert isinstance(makers(f"a{ending}", data[:at] + more + data[at:]), frozenset)


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<p>Words.</p>", ["site/a.jpg", "site/b.pdf"]),
        ("<p>Photograph: Jeanne d&#39;Été</p>", []),
        ("<p>Photograph: Jeanne d’Été</p>", []),
    ],
)
def test_it_is_told_where_no_page_names_them_and_the_message_does_not_either(tmp_path, page, expected):
    (tmp_path / "a").mkdir()
    (tmp_path / "index.html").write_text("<p>Home</p>")
    (tmp_path / "a/index.html").write_text(page)
    found = [
        *told(opened(tmp_path, "site", "https://x.example/"), {"a.jpg": frozenset({NAME}), "b.pdf": frozenset({NAME})})
    ]

    assert expected == [str(problem.place) for problem in found]
    assert [] == [problem for problem in found if "Jeanne" in str(problem)]
