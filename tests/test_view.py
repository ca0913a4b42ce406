"""The view's Python half; its JavaScript is tested in the browser."""

from course_lib.view import PictureView


def test_picture_and_text_travel_in_one_message():
    view, sent = PictureView(), []
    view.send_state = lambda key=None: sent.append(set(key) if not isinstance(key, str) else {key})
    view.show(b"png", "words")
    assert sent == [{"png", "text"}]


def test_showing_takes_an_old_error_away():
    view = PictureView(error="old")
    view.show(b"png", "words")
    assert view.error == ""
