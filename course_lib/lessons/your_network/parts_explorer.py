"""11: the course's picture for what is no row of layers: a part's units, what they hand on, the stream, findings."""

import numpy as np

from course_lib import live, networks, plots
from course_lib.lessons.common import count_units
from course_lib.lessons.your_network.parts_brought import ANEW, BroughtParts
from course_lib.plots import Scale
from course_lib.plots.unit_rows import ROWS

WEIGHTS = Scale(100, 0.003)
GAINS, SQUARES = (1e-3, 1e2), (1e-3, 1e9)
SHARES = (0.0, 1e-6, 1e-4, 0.01, *np.round(np.linspace(0.1, 0.9, 9), 1).tolist(), 0.99, 0.9999, 0.999999, 1.0)
AS_IT_IS = {"scale": 1.0, "initializer": "", "share": 1.0}
STRIP = 64  # columns of a row that is no image
UNITS = {"filters": "filters", "dense": "rows of its matrix", "attention": "heads", "pair": "rows of A",
         "embedding": "tokens"}


def example():
    """What is shown where nothing was handed in: eight filters that are four twice over, four heads, LoRA's pair, and
    four residual blocks.
    """
    rng, half = np.random.default_rng(0), np.random.default_rng(1).normal(size=(4, 1, 3, 3)) / 3
    after = np.tile(rng.normal(size=(10, 4)), 2) / np.sqrt(8)
    heads = {role: rng.normal(size=(4, 4, 16)) / 4 for role in ("W_Q", "W_K", "W_V")}
    blocks = networks.residual_parts(*(rng.normal(size=(4, 16, 16)) / np.sqrt(8) for _ in range(2)))
    return networks.Parts([
        networks.part("conv", "filters", row="net", W=np.concatenate([half, half]), b=np.zeros(8)),
        networks.part("relu", "activation", row="net", facts={"function": "relu"}),
        networks.part("head", "dense", row="net", W=after, b=np.zeros(10)),
        networks.part("attention", "attention", W_O=rng.normal(size=(4, 16, 4)) / 4, **heads),
        networks.part("lora", "pair", A=rng.normal(size=(4, 64)) / 8, B=np.zeros((16, 4))),
        *blocks,
    ], "a small example", streams=blocks.streams)


def computing(brought):
    """The function from the controls' values to the numbers of the picture."""
    def compute(scale, part, initializer, share, seed, page=0):
        parts = brought.at(scale, part, initializer, share, seed)
        rows, units = brought.rows(parts[part]), brought.units(parts, part)
        last = (len(rows) - 1) // ROWS
        seen = np.arange(len(rows))[ROWS * min(page, last):][:ROWS]
        image = brought.image(parts[part])
        numbers = seen + 1
        outgoing = None if units is None or units.outgoing is None else units.outgoing.reshape(len(rows), -1)
        labels = np.arange(len(rows)) if units is None else units.both
        return {"W": plots.Shows(M=rows[seen, :None if image else STRIP], units=numbers, image=image),
                "outgoing": plots.Shows(M=np.zeros((0, 1)) if outgoing is None else outgoing[seen, :STRIP],
                                        units=numbers if outgoing is not None else numbers[:0]),
                "units": labels,
                "gains": plots.Shows(xs=brought.places, ys=np.clip(brought.gains(parts), *GAINS),
                                     marker=brought.places[brought.names.index(part)]),
                "stream": plots.Shows(**brought.stream(SQUARES)),
                "inside": len(set(labels.tolist())) if units is None else len(set(units.labels.tolist())),
                "shape": rows.shape, "handed on": outgoing is not None,
                "finding": brought.finding(parts, altered=scale != 1 or bool(initializer and share))}

    return compute


def panels_for(brought):
    """The function from a figure to its panels."""
    wide = max(len(brought.rows(brought.parts[name])) for name in brought.names) > 99

    def panels(figure):
        def rows(left, heading):
            return plots.UnitRows(plots.place(figure, left, 36, 176, 220), heading, WEIGHTS)

        def by_depth(top, height, name, heading, limits):
            return plots.Curves(plots.place(figure, 530, top, 210, height), [name], heading, (0, 1), limits, "",
                                yscale="log", markers=True, ends=("first", "last"), guides=((1.0, ""),))

        left = {"W": rows(46, "weights of the units"), "outgoing": rows(282, "what they hand on"),
                "gains": by_depth(36, 84 if brought.ends else 220, "gains", "gain of each part, std · √n", GAINS)}
        if brought.ends:
            left["stream"] = by_depth(196, 84, "stream", "mean square along the blocks", SQUARES)
        return left | {"units": plots.DistinctUnits(plots.place(figure, 800, 36, 84, 220), 32, wide)}

    return panels


def describing(brought):
    """The function that says the picture."""
    def describe(result, part, initializer, share, **_):
        one = brought.parts[part]
        (count, columns), what = result["shape"], UNITS[one.kind]
        shown = "" if count <= ROWS else f", {ROWS} of them shown"
        cut = "" if result["W"].image or columns <= STRIP else f", their first {STRIP} columns"
        by = f"by what they take in alone, {result['inside']}" + (
            "" if result["handed on"] else ", and what they hand on is not read")
        name, where, words = result["finding"]
        stream = f" The stream's mean square, as handed in, goes from {brought.ends}." if brought.ends else ""
        anew = f" {part}: {1 - share:g} as handed in, {share:g} {initializer}." if initializer and share < 1 else ""
        return (f"{count_units(result['units'])} Units are {what} here; {by}. Part {part}: {count} {what}, {columns} "
                f"weights each{shown}{cut}.{anew}{stream} Found: {name}{f' ({where})' if where else ''}: {words}.")

    return describe


@live.named
def your_parts(parts=None):
    """Filters, heads, blocks, pairs of your own: which units are equal, what they hand on, and what is found.

    parts     from networks.parts, or what networks.parts takes: a module of PyTorch, a Keras model, a state_dict, a
              list of networks.part(...); without it a small example is shown
    """
    brought = BroughtParts(example() if parts is None else parts)
    pages = 1 + (max(len(brought.rows(brought.parts[name])) for name in brought.names) - 1) // ROWS
    controls = {
        "scale": live.log_slider("all weights ×", 0.01, 100.0, 1.0, positions=41),
        "part": live.choice("part", {f"{name}: {brought.parts[name].kind}": name for name in brought.names}),
        **({"page": live.choice("page", {str(page + 1): page for page in range(pages)})} if pages > 1 else {}),
        "initializer": live.choice("start this part anew as", {"as it is": ""} | {name: name for name in ANEW}),
        "share": live.slider("share of that start", SHARES, 1.0),
        "seed": live.seed(),
    }
    actions = {"Reset (as it is)": lambda values: AS_IT_IS, "New seed": live.new_seed}
    return live.Explorer(controls, computing(brought), panels_for(brought), describing(brought), main="scale",
                         size=(900, 330), actions=actions, decides=("outgoing", "units", "W"))
