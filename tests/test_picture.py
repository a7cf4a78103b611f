"""A picture as plain HTML, in the size that its file has or that its author states."""

import pytest

from fiche.picture import plain, sized
from fiche.views.shared import PictureView

LAKE = PictureView("media/lac.jpg", 1200, 800)


def test_a_plain_picture_has_its_address_description_and_size():
    html = plain(LAKE, "Le &amp; lac", lambda place: f"https://press.example/{place}?a&b", 'title="x"')

    assert (
        '<img src="https://press.example/media/lac.jpg?a&amp;b" alt="Le &amp; lac" width="1200" height="800" title="x">'
        == html
    )


def test_a_file_of_which_nothing_is_known_has_no_size():
    assert '<img src="media/x" alt="">' == plain(PictureView("media/x"), "", str)


@pytest.mark.parametrize(
    ("attributes", "size", "rest"),
    [
        ("", (1200, 800), ""),
        ('title="x"', (1200, 800), 'title="x"'),
        ('class="a" width="300" title="x"', (300, 200), 'class="a" title="x"'),
        ('height="80"', (120, 80), ""),
        ('width="300" height="300"', (300, 300), ""),
        ('width="1" height="1" class="a"', (1, 1), 'class="a"'),
        ('width="50%"', (0, 0), 'width="50%"'),
        ('width="300" height="auto"', (0, 0), 'width="300" height="auto"'),
        ('width="0"', (0, 0), 'width="0"'),
        ('width="123456"', (0, 0), 'width="123456"'),
        ('width="٣٠٠"', (0, 0), 'width="٣٠٠"'),
        ('data-width="300"', (1200, 800), 'data-width="300"'),
    ],
)
def test_a_picture_has_the_size_that_its_author_states(attributes, size, rest):
    shown, more = sized(LAKE, attributes)

    assert (*size, rest) == (shown.width, shown.height, more)


def test_a_side_alone_stays_as_it_is_where_the_other_cannot_be_known():
    unknown = PictureView("media/x")

    assert (unknown, 'width="300"') == sized(unknown, 'width="300"')
    assert 200 == sized(unknown, 'width="300" height="200"')[0].height
