"""The view's Python half; its JavaScript is tested in the browser."""

import re

import pytest

from course_lib.view import PictureView, question, vote


def test_picture_and_text_travel_in_one_message():
    view, sent = PictureView(), []
    view.send_state = lambda key=None: sent.append(set(key) if not isinstance(key, str) else {key})
    view.show(b"png", "words")
    assert sent == [{"png", "text"}]


def test_showing_takes_an_old_error_away():
    view = PictureView(error="old")
    view.show(b"png", "words")
    assert view.error == ""


@pytest.mark.parametrize("widget", [PictureView, question.QuestionView, vote.VoteView], ids=lambda w: w.__name__)
def test_the_files_of_the_page_declare_each_name_once(widget):
    """They become one module, and a name that two of them declare would leave the page without any picture."""
    names = re.findall(r"^(?:async )?(?:const|let|class|function)\*? (\w+)", widget._esm, re.M)
    assert names and len(names) == len(set(names)), sorted(name for name in set(names) if names.count(name) > 1)
