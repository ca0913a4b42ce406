"""One notebook cell for each way to put the same picture behind a slider, and how the page sees its new frame."""

_HEAD = """import ipywidgets
import scene
slider = ipywidgets.SelectionSlider(options=[(str(k), k) for k in range(scene.POSITIONS)], value=30, description="k",
                                    continuous_update=True)
"""
REFERENCE = {  # name -> (how a new frame is seen, code)
    "course, held": ("event", "e = scene.explorer()\ne"),
    "course, not held": ("event", "e = scene.explorer()\ne.frames.hold = False\ne"),
    "everything in the browser": ("event", """
view = scene.InTheBrowser(slider="IPY_MODEL_" + slider.model_id)
ipywidgets.VBox([slider, view])"""),
    "interact + inline figure": ("img", """
import matplotlib.pyplot as plt
%matplotlib inline
def show(k):
    figure = plt.figure(figsize=(9, 3.5), dpi=100)
    scene.draw(figure, k)
    plt.show()
ipywidgets.interact(show, k=slider);"""),
    "ipympl, draw_idle": ("drawImage", """
%matplotlib widget
import matplotlib.pyplot as plt
with plt.ioff():
    figure = plt.figure(figsize=(9, 3.5), dpi=100)
move = scene.draw(figure, 30)
def moved(change):
    move(change["new"])
    figure.canvas.draw_idle()
slider.observe(moved, "value")
ipywidgets.VBox([slider, figure.canvas])"""),
    "bqplot (data only)": ("dom", """
import bqplot.pyplot as bq
import numpy as np
W, dW, losses, counts = scene.compute(30)
figures = []
for M in (W, dW):
    figures.append(bq.figure(layout={"width": "225px", "height": "350px"}))
    bq.gridheatmap(M)
figures.append(bq.figure(layout={"width": "225px", "height": "350px"}))
line = bq.plot(np.arange(101.0), losses)
figures.append(bq.figure(layout={"width": "225px", "height": "350px"}))
bars = bq.bar(scene.EDGES[:-1], counts.astype(float))
def moved(change):
    W, dW, losses, counts = scene.compute(change["new"])
    figures[0].marks[0].color, figures[1].marks[0].color = W, dW
    line.y, bars.y = losses, counts.astype(float)
slider.observe(moved, "value")
ipywidgets.VBox([slider, ipywidgets.HBox(figures)])"""),
    "plotly FigureWidget": ("dom", """
import plotly.graph_objects as go
from plotly.subplots import make_subplots
W, dW, losses, counts = scene.compute(30)
figure = go.FigureWidget(make_subplots(1, 4))
figure.update_layout(width=900, height=350)
for column, trace in enumerate((go.Heatmap(z=W), go.Heatmap(z=dW), go.Scatter(y=losses), go.Bar(y=counts)), 1):
    figure.add_trace(trace, 1, column)
def moved(change):
    W, dW, losses, counts = scene.compute(change["new"])
    with figure.batch_update():
        figure.data[0].z, figure.data[1].z, figure.data[2].y, figure.data[3].y = W, dW, losses, counts
slider.observe(moved, "value")
ipywidgets.VBox([slider, figure])"""),
}


def reference(name):
    """(how a frame is seen, code) of one contender on the reference scene."""
    seen, code = REFERENCE[name]
    return seen, _HEAD + code


def explorer(name, kind):
    """The same for an explorer of the course: kind "held", "not held" or "interact"."""
    if kind != "interact":
        hold = "" if kind == "held" else "\ne.frames.hold = False"
        return "event", f"from course_lib import explorers\ne = explorers.{name}(){hold}\ne"
    return "img", f"""import ipywidgets
from IPython.display import display
from course_lib import explorers, plots
e = explorers.{name}()
c = e.controls[e.main]
slider = ipywidgets.SelectionSlider(options=c.options, value=c.value, description=c.description, continuous_update=True)
ipywidgets.interact(lambda v: display(plots.Picture(e.figure(**{{e.main: v}}), "", dpi=100)), v=slider);"""
