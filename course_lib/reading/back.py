"""What becomes of the error on its way back: it explodes, or it vanishes."""

import numpy as np

from course_lib.reading import levels
from course_lib.reading.findings import Finding, Where
from course_lib.reading.signs import rms

DEEP = 40  # hidden tanh layers of He's gain: 30 of 32 units learned the digits in 30 of 30 draws, 40 did not always
EXPLODED = 60  # times the error at the output, at layer 1: tanh networks of gain 1.8 to 3 stop learning from there on
VANISHED = 5e-4  # times the error at the output, at layer 1: of 320 networks drawn none that learns is below 0.0027


def shown(values, form="{:.2g}"):
    """Numbers in words; of many the first and the last."""
    values = [form.format(v) for v in values]
    return ", ".join(values if len(values) <= 6 else [*values[:3], "…", *values[-2:]])


def explodes(signs):
    """The error grows from layer to layer, or will."""
    if signs.gradients is None or len(signs.hidden) < 4:
        return
    ratio = float(signs.error_sizes[0] / max(signs.error_sizes[-1], 1e-300))
    tanh = all(signs.shapes[k].two_sided for k in signs.hidden)
    gain = float(np.median(signs.gain[:-1]))
    deep = len(signs.hidden) >= DEEP
    if tanh and len(signs.hidden) >= 20 and abs(gain / np.sqrt(2) - 1) < 0.1 and ratio > (2 if deep else 3):
        yield Finding("he on tanh", 83 if deep else 35,
                      f"{len(signs.hidden)} hidden layers of gain {gain:.3g} (He's √2 for ReLU); the error is "
                      f"{ratio:.3g} times as large at layer 1 as at the output",
                      Where(tuple(k + 1 for k in signs.hidden)), {"gain": gain, "ratio": ratio})
    elif ratio > EXPLODED:
        yield Finding("gradients explode", 83, f"the error is {ratio:.3g} times as large at layer 1 as at the output; "
                      f"the gains are {shown(signs.gain)}", Where((1,)), {"gain": signs.gain.tolist(), "ratio": ratio})


def vanishes(signs):
    """The error, and with it the gradient, falls by orders of magnitude from the last layer to the first.

    Of a trained network that is no fault where the loss is low: its error is small, and its units may be sure.
    """
    if signs.gradients is None or not len(signs.hidden) or not all(layer.W.any() for layer in signs.network):
        return
    if signs.trained and signs.loss < 0.5 * min(level.value for level in levels.known_levels(signs.Y, signs.loss_name)):
        return
    errors, sizes = signs.error_sizes, np.array([rms(g.dW) for g in signs.gradients])
    if 0 < errors[-1] and errors[0] < VANISHED * errors[-1] and sizes[0] < VANISHED * sizes[-1]:
        small = np.flatnonzero(sizes < VANISHED * sizes[-1])
        ratio, where = float(errors[0] / errors[-1]), Where(tuple((small + 1).tolist()))
        yield Finding("gradients vanish", 81, f"the error is {ratio:.1g} times as large at layer 1 as at the output; "
                      f"the sizes of dW by layer are {shown(sizes, '{:.1g}')}", where,
                      {"ratio": ratio, "rms of dZ": errors.tolist(), "rms of dW": sizes.tolist()})
