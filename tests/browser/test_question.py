"""A question in the page, beside a picture of a kernel that is only pretended: predicted, observed, explained."""

import pytest

from course_lib import predictions
from course_lib.explorers import EXPLORERS
from course_lib.lessons.lesson import Look
from course_lib.live import telling
from course_lib.quiz import Question
from course_lib.view import PictureView
from course_lib.view.question import QuestionView
from course_lib.view.vote import VoteView
from tests.browser import axe, lab
from tests.browser.test_view import pretended

LOOK = Look("blocks", "Drag *scale* up, then down.", ({"scale": (">=", 9)}, {"scale": ("<=", 2), "other": 0}),
            "What did you see?", {"It grew": "it stood still: look again.", "It stood still": "so it does."},
            "It stood still", "W1")
ASKED = Question("Does it grow?", {"Yes": "nothing makes it grow.", "No": "no number changes."}, "No", LOOK)
PLAIN = Question("Which?", {"a": "a is wrong.", "b": "b is right."}, "b")
LATER = [question for questions in predictions.QUESTIONS.values() for question in questions if question.look]
MAKE = """async ([name, source]) => {
  const {default: view} = await import(URL.createObjectURL(new Blob([source], {type: 'text/javascript'})));
  window[name] = (state) => {
    const model = new Model({said: {}, hands: false, zoom: 1, ...state});
    const el = document.body.appendChild(document.createElement('div'));
    const leave = view.render({model, el});
    return {model, el, leave, said: () => model.get('said')};
  };
  window.picture = async (id, given = {}) => {
    const v = await make(id, {name: 'blocks', places: {W1: [10, 5, 20, 10]}, ...given});
    v.show = async (values) => {  // the hand moves the sliders, and the kernel answers
      for (const [name, index] of Object.entries(values)) v[name].set('index', index);
      const last = v.asks().at(-1);
      if (last) v.reply(last, png, {values: last.states});
      await quiet();
    };
    await v.show({});
    return v;
  };
}"""
EMBEDDED = """v => ({embedded: {axis: 'scale', texts: Array(4).fill(''), values: v, further: [{scale: 0, other: 7}]},
  png: bytes(png), images: v.map(() => bytes(png)), states: {scale: 0, other: 3}, values: v[0]})"""

STANDS_THERE = """async () => {  // where the question wants the hand to go
  window.asked.look.states = [{scale: ['>=', 9]}];
  window.v = await picture(1);
  await v.show({scale: 12});
  window.q = ask(asked);
}"""


def traits(question):
    names = ("text", "choices", "reasons", "right", "look")
    return {name: getattr(question.view, name) for name in names}


@pytest.fixture
def page(chromium):
    page = lab.noting_failures(chromium.new_page(viewport={"width": 1000, "height": 900}))
    pretended(page, PictureView._css + QuestionView._css + VoteView._css)
    page.evaluate(MAKE, ["ask", QuestionView._esm])
    page.evaluate("""([asked, plain]) => Object.assign(window, {asked, plain,
      bytes: text => new DataView(Uint8Array.from(atob(text), c => c.charCodeAt(0)).buffer)})""",
                  [traits(ASKED), traits(PLAIN)])
    yield page
    assert page.failures == []
    page.close()


@pytest.fixture
def own(page):
    """The question in its own cell, with its picture beside it in the page."""
    page.evaluate("async () => { window.v = await picture(1); window.q = ask(asked); }")
    return page.locator(".course-question")


def said(page):
    return page.evaluate("q.said()")


def press(place, name):
    place.get_by_role("button", name=name, exact=True).click()


def look(page):
    """The hand goes to both moments."""
    page.evaluate("async () => { await v.show({scale: 9}); await v.show({scale: 1}); }")


def test_predicted_observed_explained(page, own):
    beside = page.locator(".course-beside")
    assert beside.count() == 0
    press(own, "Yes")
    assert "Drag scale up, then down. 1 of 2: scale 9 or more." in own.inner_text()
    assert "You predicted “Yes”." in beside.inner_text()
    page.evaluate("v.show({scale: 9})")
    assert "2 of 2: scale 2 or less." in own.inner_text() and not own.get_by_text("What did you see?").is_visible()
    page.evaluate("v.show({scale: 1})")
    assert own.get_by_text("What did you see?").is_visible() and beside.get_by_text("What did you see?").is_visible()
    press(beside, "It stood still")
    for place in own, beside:
        columns = [column.inner_text().split("\n\n") for column in place.locator(".course-column").all()]
        assert columns == [["You predicted", "“Yes”", "Not yet: nothing makes it grow."],
                           ["You saw", "“It stood still”", "Right: so it does."],
                           ["Why", "“No”: no number changes."]]
        assert place.get_by_role("button").count() == 0
    assert page.evaluate("document.activeElement.className") == "course-outcome"
    assert page.evaluate("document.activeElement.closest('.course-beside') !== null")
    told = said(page)
    assert (told["predicted"], told["seen"], told["explained"], told["told"]) == (0, True, True, False)


def test_a_wrong_observation_is_answered_by_the_picture_and_may_be_mended(page, own):
    press(own, "No")
    look(page)
    press(own, "It grew")
    assert "Not yet: it stood still: look again. Look at the framed panel" in own.inner_text()
    assert "no number changes" not in page.inner_text("body") and not said(page)["explained"]
    mark, canvas = page.locator(".course-mark").bounding_box(), page.locator("canvas").bounding_box()
    scale = canvas["width"] / 40
    assert [mark["x"] - canvas["x"], mark["y"] - canvas["y"], mark["width"], mark["height"]] == pytest.approx(
        [10 * scale, 5 * scale, 20 * scale, 10 * scale], abs=0.6)
    assert own.get_by_role("button", name="Yes").is_disabled(), "the prediction stands"
    page.evaluate("v.show({scale: 5})")
    assert "look again. Drag scale up, then down. Look at the framed" in own.inner_text(), "it is elsewhere now"
    press(own, "It stood still")
    assert page.locator(".course-mark").count() == 0
    assert own.locator(".course-column").first.inner_text().endswith("Right.")
    assert said(page)["seen"] and page.evaluate("document.activeElement.closest('.course-question') !== null")


TILES = [{"panels": {"W1": [12, 5, 15, 10]}, "box": [8, 2, 24, 16], "base": 5},
         {"panels": {"a": [0, 4, 3, 3], "b": [0, 10, 3, 3]}, "box": [0, 2, 6, 16], "base": 4}]
FRAMED = """() => {
  const [canvas, mark] = [v.canvas, v.el.querySelector('.course-mark')].map(e => e?.getBoundingClientRect());
  return mark && [mark.x - canvas.x, mark.y - canvas.y, mark.width, mark.height];
}"""


def test_a_frame_holds_the_whole_piece_and_belongs_to_the_question_that_was_answered_last(page):
    page.evaluate("""async (tiles) => {
      window.v = await picture(1, {width: 400, height: 200, tiles, places: {W1: [12, 5, 15, 10], a: [0, 40, 50, 50]}});
      [window.one, window.two] = [ask(asked), ask({...asked, text: 'Two?', look: {...asked.look, panel: 'a'}})];
    }""", [{**tile, "box": [10 * side for side in tile["box"]]} for tile in TILES])
    own = page.locator(".course-question")
    for k in range(2):
        press(own.nth(k), "Yes")
    look(page)
    press(own.nth(0), "It grew")
    assert page.evaluate(FRAMED) == pytest.approx([80, 20, 240, 160], abs=0.6)
    press(own.nth(1), "It grew")
    page.evaluate("v.show({scale: 5})")
    assert page.evaluate(FRAMED) == pytest.approx([0, 40, 50, 50], abs=0.6), "one of several in a piece"
    press(own.nth(0), "It stood still")
    assert page.evaluate(FRAMED), "it is the other question's"
    press(own.nth(1), "It stood still")
    assert page.evaluate(FRAMED) is None


def test_on_a_narrow_page_the_slider_says_that_a_question_has_opened_and_leads_there_and_back(page):
    page.evaluate("""async (tiles) => {
      window.v = await picture(1, {width: 400, height: 1800, tiles});
      const explorer = document.body.appendChild(document.createElement('div'));
      explorer.className = 'course-explorer';
      explorer.innerHTML = '<div class="course-main"><button>slider</button></div>';
      explorer.append(v.el);
      window.q = ask(asked);
      document.body.style.margin = 0;
    }""", [{"panels": {"a": [0, 50, 3, 3]}, "box": [0, 0, 160, 700], "base": 50},
            {"panels": {"W1": [170, 50, 150, 100]}, "box": [165, 0, 160, 1000], "base": 50}])
    own, opened = page.locator(".course-question"), page.locator(".course-opened")
    press(own, "Yes")
    assert opened.count() == 1 and not opened.is_visible(), "a wide page shows both at once"
    page.set_viewport_size({"width": 180, "height": 400})
    page.wait_for_function("document.querySelector('.course-narrow')")
    beside = page.locator(".course-beside")
    see, main = beside.locator(".course-see"), page.locator(".course-main")
    press(own, "Go to the picture")
    under = main.bounding_box()["y"] + main.bounding_box()["height"]
    top = page.evaluate("""() => {
      const [picture] = globalThis[Symbol.for('course.pictures')];
      return v.canvas.getBoundingClientRect().top + picture.flow.boxOnPage(picture.place('W1'))[1];
    }""")
    assert top == pytest.approx(under + 8, abs=2), "the panel to look at, under the slider"
    assert opened.inner_text() == "1 of 2: scale 9 or more"
    page.evaluate("v.show({scale: 9})")
    assert opened.inner_text() == "2 of 2: scale 2 or less"
    page.evaluate("v.show({scale: 1})")
    assert opened.inner_text() == "A question has opened: go to it"
    page.evaluate("scrollTo(0, 0)")
    assert see.bounding_box()["y"] > 800 and opened.bounding_box()["height"] >= 24
    opened.click()
    assert 0 <= see.bounding_box()["y"] < 400 and opened.count() == 0
    assert beside.get_by_role("button", name="It grew").evaluate("e => e === document.activeElement")
    press(beside, "It grew")
    press(beside, "Back to the panel")
    under = main.bounding_box()["y"] + main.bounding_box()["height"]
    assert page.locator(".course-mark").bounding_box()["y"] == pytest.approx(under + 8, abs=2)


def test_what_was_said_before_the_reason_was_asked_for_is_not_forgotten(page, own):
    press(own, "Yes")
    look(page)
    press(own, "It grew")
    press(own, "Skip: tell me why")
    saw = own.locator(".course-column").nth(1).inner_text()
    assert saw.split("\n\n") == ["You saw", "“It grew”", "Not yet: it stood still: look again."]
    assert own.inner_text().count("look again") == 1 and "answer again" in own.inner_text()
    press(own, "It stood still")
    assert said(page)["seen"] and "It grew" not in own.locator(".course-outcome").inner_text()


def test_moments_count_one_after_the_other_so_that_the_question_opens_at_the_last(page, own):
    press(own, "Yes")
    been = []
    for scale in (1, 9, 5, 12, 2):
        page.evaluate(f"v.show({{scale: {scale}}})")
        been.append(said(page)["been"])
    assert been == [[], [0], [0], [0], [0, 1]]


def test_each_question_has_a_name_of_its_own(page):
    """Each widget of a page may have a copy of the module to itself."""
    page.evaluate("ask(plain)")
    page.evaluate(MAKE, ["ask", QuestionView._esm])
    page.evaluate("ask(plain)")
    names = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(names) == len(set(names)) == 4


def test_only_the_hand_counts_and_only_after_the_prediction(page):
    """A picture that stands there already, one that is drawn again, another explorer's, one that comes later."""
    page.evaluate(STANDS_THERE)
    own = page.locator(".course-question")
    been = []
    press(own, "Yes")
    for what in ("v.reply(v.asks().at(-1), png, {values: {scale: 12}})", "v.model.set('epoch', 1)",
                 "picture(2, {name: 'others'}).then(o => o.show({scale: 12}))", "picture(3).then(o => window.w = o)",
                 "w.show({scale: 20})"):
        page.evaluate(f"async () => {{ await {what}; await quiet(); }}")
        been.append(said(page)["been"])
    assert been == [[], [], [], [], [0]]


def test_a_control_that_moves_counts_where_the_others_stand_already(page):
    page.evaluate(STANDS_THERE)
    press(page.locator(".course-question"), "Yes")
    page.evaluate("v.show({other: 3})")
    assert said(page)["been"] == [0]


def test_a_prediction_may_be_changed_until_the_look_is_answered(page, own):
    press(own, "Yes")
    press(own, "No")
    look(page)
    press(own, "Yes")
    assert said(page)["predicted"] == 0
    assert own.get_by_role("button", name="Yes", exact=True).get_attribute("aria-pressed") == "true"
    press(own, "It stood still")
    page.evaluate("q.el.querySelectorAll('.course-choices button')[1].click()")
    assert said(page)["predicted"] == 0


def test_skipping_is_honest_and_one_may_look_afterwards(page, own):
    press(own, "No")
    press(own, "Skip: tell me why")
    assert own.locator(".course-column").nth(1).inner_text().split("\n\n") == ["You saw", "Not looked yet."]
    assert "“No”: no number changes." in own.inner_text() and "You may still look." in own.inner_text()
    assert said(page)["explained"] and not said(page)["seen"]
    assert page.evaluate("document.activeElement.className") == "course-outcome"
    look(page)
    press(own, "It stood still")
    assert said(page)["seen"] and "Not looked yet" not in own.inner_text()


def test_a_question_without_a_look_answers_at_once_and_all_answers_may_be_read(page):
    page.evaluate("() => { window.q = ask(plain); }")
    own = page.locator(".course-question")
    press(own, "a")
    assert "Not yet: a is wrong." in own.inner_text() and "b is right" not in own.inner_text()
    press(own, "b")
    assert "Right: b is right." in own.inner_text() and "a is wrong" not in own.inner_text()
    assert said(page)["explained"] and own.locator(".course-outcome").get_attribute("aria-live") == "polite"


def test_hands_first_nothing_is_judged_before_it_is_called_for(page):
    page.evaluate("async () => { window.v = await picture(1); window.q = ask({...asked, hands: true}); }")
    own = page.locator(".course-question")
    press(own, "Yes")
    look(page)
    for observation in ("It stood still", "It grew"):
        press(own, observation)
        assert not any(word in page.inner_text("body") for word in ("Right", "Not yet", "no number changes"))
        assert page.locator(".course-mark").count() == 0 and not said(page)["seen"] and not said(page)["explained"]
    press(own, "Show the answer")
    assert "“No”: no number changes." in own.inner_text() and "Not yet: it stood still: look again." in own.inner_text()
    assert page.locator(".course-mark").count() == 1
    press(own, "It stood still")
    assert said(page)["seen"] and "Right: so it does." in own.inner_text()


def test_hands_first_without_a_look_and_without_a_click(page):
    page.evaluate("() => { window.q = ask({...plain, hands: true}); }")
    own = page.locator(".course-question")
    press(own, "a")
    assert "wrong" not in own.inner_text() and not said(page)["explained"]
    press(own, "Show the answer")
    assert "Not yet: a is wrong." in own.inner_text()
    press(own, "b")
    assert "Right: b is right." in own.inner_text()
    page.evaluate("() => { q.leave(); q.el.remove(); window.q = ask({...asked, hands: true}); }")
    press(own, "Show the answer")
    assert own.locator(".course-column").all_inner_texts() == ["Why\n\n“No”: no number changes."]


def test_a_question_of_an_inventory_never_judges_and_can_be_changed(page):
    """It has no reasons: hands first or not, the page holds no verdict and offers none."""
    for hands in (False, True):
        page.evaluate("hands => { window.q = ask({...plain, reasons: [], right: 0, hands}); }", hands)
        own = page.locator(".course-question").last
        assert own.get_by_role("group", name="Your answer").count() == 1
        for place, choice in ((0, "a"), (1, "b"), (0, "a")):
            own.get_by_role("button", name=choice, exact=True).focus()
            page.keyboard.press("Enter")
            assert said(page)["predicted"] == place and not said(page)["explained"]
            pressed = [button.get_attribute("aria-pressed") for button in own.locator("button.course-choice").all()]
            assert pressed == [str(k == place).lower() for k in range(2)]
        assert own.inner_text().split() == ["Which?", "a", "b"] and own.get_by_role("button").count() == 2
        assert own.locator(":focus").inner_text() == "a", "the focus stays"
        page.evaluate("() => { q.leave(); q.el.remove(); }")


def test_without_a_picture_the_page_says_so_and_asks_all_the_same(page):
    page.evaluate("() => { window.q = ask(asked); }")
    own = page.locator(".course-question")
    press(own, "Yes")
    assert "This page does not show the picture yet" in own.inner_text()
    press(own, "I have looked: ask me")
    press(own, "It grew")
    assert "Look at the picture, then answer again." in own.inner_text()
    press(own, "It stood still")
    assert said(page)["seen"]


def test_without_a_kernel_the_page_itself_shows_the_moments_that_no_hand_reaches(page):
    page.evaluate("""async (embedded) => {
      const values = [0, 1, 2].map(scale => ({scale, other: 3}));
      window.asked.look.states = [{other: 9}];
      window.v = await make(1, {name: 'blocks', ...eval(embedded)([...values, {scale: 0, other: 7}])});
      v.scale.state.description = 'scale';
      v.other.state._options_labels = ['', '', '', 'three', '', '', '', 'seven'];
      v.model.state.spelled = {other: [[7, 'seven']]};
      await quiet();
      window.q = ask(asked);
    }""", EMBEDDED)
    own = page.locator(".course-question")
    press(own, "Yes")
    assert "only scale moves;" in own.inner_text() and own.get_by_role("button", name="Ask me all").is_visible()
    page.evaluate("""() => {
      q.model.state.look.states = [{scale: ['>=', 2]}, {other: 7}];
      v.scale.set('index', 2);
      return quiet();
    }""")
    assert said(page)["been"] == [0] and "only scale moves by hand" in own.inner_text()
    press(own, "Set the picture for me: other seven")
    page.wait_for_function("q.said().been.length === 2")
    line = page.locator(".course-stands")
    assert line.inner_text() == "The question has set: other seven. Moving scale brings it back."
    assert page.evaluate("[v.scale.get('index'), v.other.get('index')]") == [0, 7]
    page.evaluate("() => { v.scale.set('index', 1); return quiet(); }")
    assert page.evaluate("JSON.parse(v.canvas.dataset.values)") == {"scale": 1, "other": 3}, "the slider leads home"
    assert page.evaluate("v.asks().length") == 0, "nobody is asked"
    assert line.inner_text() == "You moved scale: other is back at three." and line.get_attribute("role") == "status"
    press(own, "It grew")
    assert own.get_by_role("button", name="Set the picture for me: other seven").is_visible(), "to look again"
    press(own, "It stood still")
    press(own, "Set the picture for me")
    assert page.evaluate("v.other.get('index')") == 7 and "has set" in line.inner_text(), "and after the answer, too"


def test_a_moment_is_told_by_what_is_missing_and_by_what_tells_it_from_the_others(page):
    page.evaluate("""async () => {
      window.v = await picture(1, {spelled: {other: [[0, 'none'], [1, 'all']]}});
      await v.show({scale: 9});
      const states = [{scale: ['>=', 9], other: 0}, {scale: ['>=', 9], other: 1}];
      window.q = ask({...asked, look: {...asked.look, states}});
      v.show = async (values) => { v.scale.set('index', 3); v.reply(v.asks().at(-1), png, {values}); await quiet(); };
    }""")
    own = page.locator(".course-question")
    press(own, "Yes")
    page.evaluate("v.show({scale: 9, other: 0})")
    assert "2 of 2: other all." in own.inner_text()
    page.evaluate("v.show({scale: 1, other: 1})")
    assert "2 of 2: scale 9 or more, other all." in own.inner_text()


def test_what_was_said_is_there_again_when_the_page_is_drawn_again(page, own):
    press(own, "No")
    look(page)
    page.evaluate("() => { const {model} = q; q.leave(); q.el.remove(); window.q = ask(model.state); }")
    assert own.get_by_role("button", name="No", exact=True).get_attribute("aria-pressed") == "true"
    press(own, "It stood still")
    assert own.locator(".course-column").count() == 3


def test_below_a_picture_an_answered_question_makes_room_for_the_next(page, own):
    press(own, "No")
    look(page)
    press(own, "It stood still")
    page.evaluate("() => { ask({...asked, text: 'And now?'}); ask({...asked, text: 'And now?'}); }")
    press(own.nth(1), "Yes")
    press(own.nth(2), "Yes")
    assert page.locator(".course-beside .course-asked").all_inner_texts()[0] == "And now?"
    assert page.locator(".course-beside").count() == 1


def test_it_is_accessible_and_each_button_is_large_enough(page, own):
    press(own, "Yes")
    look(page)
    press(own, "It grew")
    assert axe.violations(page, where=".course-question, .course-beside") == []
    boxes = [button.bounding_box() for button in page.get_by_role("button").all()]
    assert len(boxes) > 5 and all(min(box["width"], box["height"]) >= 24 for box in boxes)
    names = page.locator("[role=group]").evaluate_all("all => all.map(e => e.getAttribute('aria-label') || e"
                                                      ".getAttribute('aria-labelledby'))")
    assert all(names) and own.get_by_text("Not yet").evaluate("e => e.getAttribute('aria-live')") == "polite"


def test_a_vote_is_typed_or_clicked_in_two_rounds(page):
    page.evaluate(MAKE, ["vote", VoteView._esm])
    page.evaluate("() => { window.t = vote({text: 'Which?', choices: ['this', 'that']}); }")
    tally, words = page.locator(".course-vote"), "Hands for “{}” {} the discussion"
    tally.get_by_label(words.format("this", "before"), exact=True).fill("12")
    tally.get_by_label(words.format("that", "before"), exact=True).fill("4")
    for _ in range(3):
        tally.get_by_label("One more: " + words.format("that", "after")).press("Enter")
    assert tally.locator(".course-share").all_inner_texts() == ["12 · 75%", "0 · 0%", "4 · 25%", "3 · 100%"]
    bars = tally.locator(".course-bar").evaluate_all("all => all.map(e => e.clientWidth / e.parentElement.clientWidth)")
    assert bars == pytest.approx([0.75, 0, 0.25, 1], abs=0.01)
    assert tally.get_by_role("status").inner_text() == "Hands: 16 before, 3 after the discussion."
    tally.get_by_label(words.format("this", "before"), exact=True).fill("")
    assert tally.locator(".course-share").first.inner_text() == "0 · 0%"
    page.evaluate("() => { t.el.remove(); t = vote(t.model.state); }")
    assert tally.locator(".course-share").all_inner_texts()[2:] == ["4 · 100%", "3 · 100%"], "drawn again, as it was"
    assert axe.violations(page, where=".course-vote") == []
    tally.get_by_role("button", name="Count anew").click()
    assert tally.get_by_role("status").inner_text() == "Hands: 0 before, 0 after the discussion."


DRIVE = """async ({traits, moments}) => {
  const alone = {reaches: () => 'hand', missing: () => ''};
  const v = {el: document.createElement('div'), name: traits.look.explorer, moves: 0, alone,
    marked: [], mark: (panel) => v.marked.push(panel), values: {}, model: {get: () => []}};
  const pictures = globalThis[Symbol.for('course.pictures')];
  pictures.add(v);
  const show = (values) => {
    v.moves += 1;
    v.values = values;
    const detail = {picture: v, name: v.name, moves: v.moves, values};
    document.dispatchEvent(new CustomEvent('course-frame', {detail}));
  };
  const text = () => document.body.textContent, seen = [], {look} = traits;
  const secrets = [...traits.reasons, ...look.answers, 'Right', 'Not yet'];
  const runs = [];
  for (const choice of traits.choices.keys()) for (const observed of look.seen.keys()) {
    const q = ask(traits), [predict, observe] = ['.course-choices', '.course-see'].map(
      (row) => [...q.el.querySelector(row).querySelectorAll('button')]);
    predict[choice].click();
    const early = [];
    for (const values of moments) {
      early.push(!q.el.querySelector('.course-see').hidden);
      show(values);
    }
    const leaked = secrets.filter((secret) => text().includes(secret));
    observe[observed].click();
    const first = {...q.said()};
    observe[look.shown].click();
    runs.push({choice, observed, early, leaked, first, last: {...q.said()},
      columns: q.el.querySelectorAll('.course-column').length,
      why: text().includes(traits.reasons[traits.right]), marked: v.marked.splice(0)});
    q.leave();
    q.el.remove();
    v.el.replaceChildren();
  }
  pictures.delete(v);
  return runs;
}"""


def drive(page, question):
    """Every choice with every observation, to the end."""
    scene = EXPLORERS[question.look.explorer]().scene
    moments = [telling.stand(scene.controls, moment, scene.defaults) for moment in question.look.states]
    assert question.look.panel in scene.canvas().panels
    runs = page.evaluate(DRIVE, {"traits": traits(question), "moments": moments})
    assert len(runs) == len(question.choices) * len(question.look.seen)
    for run in runs:
        right = run["observed"] == question.view.look["shown"]
        assert not any(run["early"]) and run["leaked"] == [], "nothing is judged before the look"
        assert run["first"]["predicted"] == run["choice"] and run["first"]["seen"] == run["first"]["explained"] == right
        assert run["last"]["seen"] and run["last"]["explained"] and run["columns"] == 3 and run["why"]
        assert [panel for panel in run["marked"] if panel] == [question.look.panel] * (not right)


def test_every_prediction_with_a_look_comes_to_its_end(page):
    """Right and wrong choices and observations; the moments are reached by values that the controls have."""
    for question in LATER:
        drive(page, question)
    explorer = EXPLORERS["forward_pass"]()
    look = LOOK._replace(explorer="forward_pass", states=({"scale": (">=", 9)}, {"initializer": "ones", "blend": 0}))
    drive(page, Question(ASKED.text, ASKED.choices, ASKED.right, look))
    with pytest.raises(ValueError, match="scale cannot stand at"):
        telling.stand(explorer.scene.controls, {"scale": (">=", 11)}, explorer.values())
