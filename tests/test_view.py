"""The view's Python half; its JavaScript is tested in the browser."""

import re

from course_lib.view import PictureView, script


def test_picture_and_text_travel_in_one_message():
    view, sent = PictureView(), []
    view.send_state = lambda key=None: sent.append(set(key) if not isinstance(key, str) else {key})
    view.show(b"png", "words")
    assert sent == [{"png", "text"}]


def test_showing_takes_an_old_error_away():
    view = PictureView(error="old")
    view.show(b"png", "words")
    assert view.error == ""


def test_the_parts_of_the_page_declare_no_name_twice():
    """They are one module in the page, which would not run at all."""
    names = re.findall(r"^(?:async )?(?:const|let|class|function) (\w+)", script(), flags=re.M)
    assert len(names) > 30 and len(set(names)) == len(names), sorted(n for n in set(names) if names.count(n) > 1)
