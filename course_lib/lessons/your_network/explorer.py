"""11: the course's picture for a network from outside: rows, gradients, layers, another start, training, findings."""

import numpy as np

from course_lib import live, mlp, networks, plots
from course_lib.datasets import digits
from course_lib.lessons.common import count_units, layer_histograms, signed_shares, size_shares, so_far
from course_lib.lessons.your_network.brought import FOLLOWS, STEPS, Brought
from course_lib.lessons.your_network.parts_explorer import your_parts
from course_lib.plots import Scale
from course_lib.plots.unit_rows import ROWS
from course_lib.reading import layers, read

WEIGHTS, GRADIENTS = Scale(100, 0.003), Scale(100, 1e-6)
RATIOS = (1e-9, 1e3)
EVERY = 5  # training steps between two points of a curve
STRIP = 64  # columns of a row that is no image
STARTS = ("he_normal", "xavier_normal", "lecun_normal", "orthogonal", "pytorch_default", "zeros", "normal")
SHARES = (0.0, 1e-6, 1e-4, 0.01, *np.round(np.linspace(0.1, 0.9, 9), 1).tolist(), 0.99, 0.9999, 0.999999, 1.0)
AS_IT_IS = {"scale": 1.0, "start": "", "share": 1.0}
TRAIN = "Train, and examine before and after"
ORDERS = ("first", "most different", "most alike")


def example():
    """What is shown where nothing was handed in: (network, X, Y), a small network on the digits."""
    X, Y = digits(np.random.default_rng(0), 256)
    return mlp.build(np.random.default_rng(0), (64, 32, 16, 10), "tanh", "xavier_normal", "softmax"), X, Y


def is_image(columns):
    """Whether a row of the first layer is drawn as a square: 6 × 6 pixels or more."""
    return columns >= 36 and round(columns**0.5) ** 2 == columns


def computing(brought):
    """The function from the controls' values to the numbers of the picture."""
    def compute(scale, layer, rows, page, start, share, rate, seed):
        network = brought.at(scale, start, share, seed)
        signs = brought.signs(network)
        units = brought.shown(rows, page, layer - 1, start, share, seed)
        columns = network[layer - 1].W.shape[1]
        image = layer == 1 and is_image(columns)
        seen = slice(None if image else STRIP)
        xs, moves = np.linspace(0, 1, len(network)), layers.ratios(signs, rate)
        # The rate is tried by the button: trying it costs twenty passes, too many for a move.
        found = read(signs)[0] if brought.weights <= FOLLOWS else None
        return {"W": plots.Shows(M=network[layer - 1].W[units, seen], units=units + 1, image=image),
                "dW": plots.Shows(M=signs.gradients[layer - 1].dW[units, seen], units=units + 1, image=image),
                "units": layers.unit_classes(signs, layer - 1),
                "activations": signed_shares([c.A for c in signs.caches]),
                "gradients": size_shares([g.dW for g in signs.gradients]),
                "flat": plots.Shows(xs=xs, ys=layers.flat(signs)),
                "ratio": plots.Shows(xs=xs, ys=np.clip(moves, *RATIOS)),
                "loss": signs.loss, "ratios": moves, "shape": network[layer - 1].W.shape,
                "finding": found and (found.name, str(found.where), found.words)}

    return compute


def panels_for(brought):
    """The function from a figure to its panels, with limits that suit this loss."""
    wide = max(len(layer.W) for layer in brought.network) > 99
    decade = 10.0 ** np.floor(np.log10(brought.level)) if brought.level > 1e-12 else 1.0

    def panels(figure):
        def rows(left, heading, scale):
            return plots.UnitRows(plots.place(figure, left, 36, 176, 200), heading, scale)

        def by_layer(left, heading, ylim, **options):
            return plots.Curves(plots.place(figure, left, 314, 138, 160), [heading], heading, (0, 1), ylim, "",
                                markers=True, ends=("layer 1", "output"), **options)

        return {
            "W": rows(46, "rows of $W$", WEIGHTS), "dW": rows(282, "gradients $dW$", GRADIENTS),
            "losses": plots.Curves(plots.place(figure, 530, 72, 210, 150), ("as handed in", "as it stands"),
                                   "loss", (0, STEPS), (decade / 100, decade * 1000), "step",
                                   yscale="log", guides=((brought.level, "best constant"),) * (brought.level > 1e-12),
                                   waits=f"“{TRAIN}” shows here whether it learns"),
            "units": plots.DistinctUnits(plots.place(figure, 800, 36, 84, 190), 32, wide),
            **layer_histograms(figure),
            "flat": by_layer(530, "flat share", (0, 1)),
            "ratio": by_layer(740, "update : data", RATIOS, yscale="log", guides=((1e-3, ""),)),
        }

    return panels


def number(value):
    """A number in words; what is beyond all numbers is said as that."""
    return f"{value:.3g}" if np.isfinite(value) else "beyond all numbers"


def describing(brought):
    """The function that says the picture."""
    def describe(result, scale, layer, rows, rate, **_):
        units, columns = result["shape"]
        seen, moves = len(result["W"].units), result["ratios"][np.isfinite(result["ratios"])]
        name, where, words = result["finding"] or ("", "", "")
        finding = f"Found: {name}{f' ({where})' if where else ''}: {words}." if name else (
            f"With {brought.weights:,} weights the reading takes longer than a move: press Train for the findings.")
        some = "" if units <= seen else f", {seen} of them shown ({rows})"
        cut = "" if result["W"].image or columns <= STRIP else f", their first {STRIP} columns"
        read = f" Read on {brought.samples:,} of {brought.of:,} samples." if brought.samples < brought.of else ""
        steps = f"{number(moves.min())} to {number(moves.max())}" if len(moves) else "not defined"
        return (f"{count_units(result['units'])} Layer {layer} of {len(brought.network)}, {units} rows of {columns} "
                f"weights{some}{cut}. Loss {number(result['loss'])} (best constant answer {brought.level:.3g}). "
                f"{finding} Flat: at most {result['flat'].ys[:-1].max(initial=0):.2f} of a hidden layer. "
                f"Update : data from {steps}.{read}")

    return describe


def training(brought):
    """The job: train as handed in and, if it is another start, as it stands; findings before and after."""
    def work(scale, start, share, rate, seed, **_):
        runs = {"as handed in": brought.network}
        if start and share or scale != 1:
            runs["as it stands"] = brought.at(scale, start, share, seed)
        losses, words, steps = {name: [] for name in runs}, [], range(0, STEPS + 1, EVERY)
        for place, (name, network) in enumerate(runs.items()):
            words.append(f"{name.capitalize()}, before: {said(brought.examine(network, rate))}.")
            history = []
            for step, trained, loss in brought.train(network, rate):
                history.append(loss)
                if step % EVERY == 0:
                    losses[name].append(loss)
                    yield ((place + step / STEPS) / len(runs), {"losses": so_far(losses, steps)}, "\n".join(words))
            words.append(after(brought, trained, history, rate) if history else "Its first answers overflow.")
            yield (place + 1) / len(runs), {"losses": so_far(losses, steps)}, "\n".join(words)

    return work


def said(found):
    """The gravest finding in a few words."""
    where = f" ({found[0].where})" if found[0].where.layers else ""
    return f"{found[0].name}{where}, {found[0].words}"


def after(brought, trained, history, rate):
    """How a run of plain descent ended, and what is found then."""
    steps, ended = len(history) - 1, "" if len(history) > STEPS else ", where numbers overflow"
    found = brought.examine(trained, rate, trained=True, losses=history)
    return f"After {steps} steps at rate {rate:g}{ended}: loss {history[-1]:.3g}; {said(found)}."


@live.named
def your_network(network=None, X=None, Y=None, loss=None, samples=None):
    """Your network on your data: rows of W and dW, its layers, another size or start, training, and what is found.

    network   from networks.from_arrays, from_torch and their like; without one a small example on the digits is shown.
              What is no row of layers (networks.parts) is shown by its weights alone, see your_parts
    X, Y      as you have them; loss, samples as in ward.examine
    """
    if network is None:
        network, X, Y = example()
        samples = "columns"
    elif isinstance(network, networks.Parts):
        return your_parts(network)
    elif X is None or Y is None:
        raise TypeError("the picture needs your data as well: explorers.your_network(network, X, Y)")
    brought = Brought(network, X, Y, loss, samples)
    choices = {f"{k}: {layer.W.shape[1]} → {layer.W.shape[0]}": k for k, layer in enumerate(brought.network, 1)}
    pages = 1 + (max(len(layer.W) for layer in brought.network) - 1) // ROWS
    controls = {
        "scale": live.log_slider("all weights ×", 0.01, 100.0, 1.0, positions=41),
        "layer": live.choice("layer", choices),
        "rows": live.choice("rows", ORDERS),
        "page": live.choice("page", {str(page + 1): page for page in range(pages)}),
        "start": live.choice("start anew as", {"as it is": ""} | {name: name for name in STARTS}),
        "share": live.slider("share of that start", SHARES, 1.0),
        "rate": live.log_slider("rate", 1e-4, 10.0, 0.1, positions=31),
        "seed": live.seed(),
    }
    actions = {"Reset (as it is)": lambda values: AS_IT_IS, "New seed": live.new_seed}
    jobs = {TRAIN: (training(brought), ("scale", "start", "share", "rate", "seed"))}
    return live.Explorer(controls, computing(brought), panels_for(brought), describing(brought), main="scale",
                         size=(900, 508), actions=actions, jobs=jobs)
