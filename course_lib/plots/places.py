"""Where panels lie in a picture, with what is written around them."""

from matplotlib.transforms import Bbox

AIR = 4  # pixels around a panel


def places(canvas, names, zoom=1.0):
    """{panel: [left, top, width, height]} of these panels of a `Canvas`, titles and labels included.

    In whole pixels from the picture's top left corner, at its usual size; `zoom` is how much larger it is drawn. A
    KeyError for a panel that there is not.
    """
    renderer, whole = canvas.canvas.get_renderer(), canvas.figure.bbox
    found = {}
    for name in names:
        panel = canvas.panels[name]
        ax = panel.ax
        words = [*ax.texts, ax.title, ax.xaxis.label, ax.yaxis.label, *ax.get_xticklabels(), *ax.get_yticklabels()]
        boxes = [text.get_window_extent(renderer) for text in words
                 if text.get_visible() and text.get_text() and text not in panel.artists]
        boxes += [line.get_window_extent(renderer) for line in ax.lines
                  if not line.get_clip_on() and line not in panel.artists]  # the units' discs
        box = Bbox.union([ax.get_window_extent(renderer), *boxes]).padded(AIR * zoom)
        box = Bbox.intersection(box, whole)
        left, top = box.x0, whole.height - box.y1
        found[name] = [round(float(number) / zoom) for number in (left, top, box.width, box.height)]
    return found
