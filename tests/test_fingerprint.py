"""Names of files that tell their content."""

from fiche.fingerprint import fingerprinted, is_fingerprinted

DIGEST = "3f9a1c20de" + "0" * 30


def test_a_name_tells_some_of_the_digest_before_its_ending() -> None:
    assert fingerprinted("static/style.css", DIGEST) == "static/style.3f9a1c20de.css"


def test_a_fingerprinted_name_is_known_again() -> None:
    assert is_fingerprinted(fingerprinted("static/pictures/map.480.webp", DIGEST))


def test_other_names_are_not_taken_for_one() -> None:
    assert not any(map(is_fingerprinted, ("static/style.css", "media/report.3f9a1c20de.pdf", "a.3f9a1c20de.html")))
