"""Too small, too large, the wrong fan, a mean: what the weights make of signal and error on their way."""

import numpy as np

from course_lib.reading import back, fans, passes
from course_lib.reading.back import shown
from course_lib.reading.findings import Finding, Where
from course_lib.reading.signs import rms, std

# Of the differences between samples, what must reach the last hidden layer. Found by training: with less, networks of
# this kind did not learn in some hundred steps; a known cause is believed a little earlier than fading alone.
FADED, FADED_BY_SIZE, FADED_PYTORCH = 0.004, 0.0125, 0.0185


def sizes(signs):
    """The findings of this part: one cause for a signal that fades, one for weights that are too large."""
    drowned = list(_mean(signs))
    yield from drowned
    name = fans.default(signs)
    if not signs.trained or drowned:
        large = [] if drowned else list(_fans(signs)) or list(_large(signs))
        yield from large
        if not drowned and not any(f.grave for f in large):
            yield from back.explodes(signs)
    if not drowned:
        yield from _fades(signs, name)
        yield from back.vanishes(signs)
    if name and not signs.trained:
        yield Finding(name, 10, f"{fans.RULES[name]}; gains {shown(signs.gain)}", Where(),
                      {"gain": signs.gain.tolist()})


def _mean(signs):
    """n · mean beside std · √n, judged on the data: the common part of Z beside the rest."""
    for k in signs.hidden:
        W, A_in = signs.network[k].W, signs.caches[k].A_in
        if W.size < 12 or not std(W) or abs(W.mean()) * np.sqrt(W.size) < 6 * W.std():
            continue
        common = W.mean() * A_in.sum(axis=0)
        rest = (W - W.mean()) @ A_in
        ratio, n = passes.quiet(rms)(common) / max(passes.quiet(rms)(rest), 1e-300), W.shape[1]
        if ratio > 3 and len(W) > 1:
            parts = abs(W.mean()) * n, W.std() * np.sqrt(n)
            yield Finding("a mean that drowns the spread", 40 if signs.trained else 91,
                          f"W{k + 1} has mean {W.mean():.3g}: n · mean is {parts[0]:.3g}, std · √n is {parts[1]:.3g}. "
                          "On "
                          f"these data the part of Z that all units share is {ratio:.3g} times the "
                          "rest", Where((k + 1,)),
                          {"n mean": float(parts[0]), "std root n": float(parts[1]), "ratio": float(ratio)})
            return


def _fade(signs):
    """What share of the differences between samples reaches the last hidden layer, and of the error the first."""
    if not len(signs.hidden):
        return 1.0, 1.0
    start = min(signs.spreads[0], 1.0)
    if not start:
        return 1.0, 1.0
    forward = min(signs.spreads[1:-1]) / start
    error = 1.0
    if signs.gradients is not None and signs.error_sizes[-1] > 0 and all(layer.W.any() for layer in signs.network):
        error = signs.error_sizes[0] / signs.error_sizes[-1]
    return float(forward), float(error)


def _fans(signs):
    """One scale for layers of different fans; the fans swapped."""
    forward, _ = _fade(signs)
    usual = np.minimum(signs.usual, 1.5)
    common = fans.one_scale(signs)
    first_fits = 0.8 < signs.gain[0] / usual[0] < 1.25 or 0.85 < signs.gain[0] < 1.6
    if common and first_fits and len(signs.network) > 2 and max(signs.gain[1:-1] / signs.gain[0]) < 0.72:
        n = signs.network[0].W.shape[1]
        yield Finding("wrong fan", 86 if forward < 0.1 else 30,
                      f"every layer has std {common:.3g}, which fits the {n} inputs of layer 1; the gains std · √n are "
                      f"{shown(signs.gain)}, and {forward:.2g} of the differences between samples reaches the last "
                      "hidden layer", Where(tuple(range(2, len(signs.network) + 1))),
                      {"std": common, "gain": signs.gain.tolist(), "reaches": forward})
        return
    factor = fans.swapped(signs)
    if factor:
        by_units = [std(layer.W) * np.sqrt(layer.W.shape[0]) for layer in signs.network]
        yield Finding("swapped fan", 90 if factor > 3 else 30,
                      f"std · √units is {shown(by_units)} in every layer, as a rule wants std · √inputs, which is "
                      f"{shown(signs.gain)}: wrong by a factor of up to {factor:.3g}",
                      Where(tuple(k for k, layer in enumerate(signs.network, 1) if np.ptp(layer.W.shape))),
                      {"std root units": by_units, "gain": signs.gain.tolist(), "factor": float(factor)})


def _large(signs):
    """Hidden layers whose gain is far above 1, with its effect on these data."""
    found = []
    for k in signs.hidden:
        shape, Z = signs.shapes[k], signs.caches[k].Z
        effect = float(signs.flats[k].mean()) > 0.3 if shape.two_sided else \
            not passes.quiet(rms)(Z) < 10 * max(1.0, rms(signs.X))
        if signs.gain[k] > 2.5 and effect:
            found.append(k)
    grows = signs.spreads[-2] > 100 * max(signs.spreads[0], 1e-12) if len(signs.hidden) else False
    if found or grows or len(signs.hidden) and not np.isfinite(signs.spreads).all():
        found = found or list(signs.hidden)
        yield Finding("too large", 87, f"the gains std · √n are {shown(signs.gain)}, where about "
                      f"{shown(np.unique(np.minimum(signs.usual[:-1], 1.5).round(2)))} keeps the size; |Z| grows from "
                      f"{rms(signs.caches[0].Z):.3g} in layer 1 to {passes.quiet(rms)(signs.caches[-1].Z):.3g} at the "
                      "output", Where(tuple(k + 1 for k in found)),
                      {"gain": signs.gain.tolist(), "rms of Z": [float(passes.quiet(rms)(c.Z)) for c in signs.caches]})


def _fades(signs, default):
    if not all(layer.W.any() for layer in signs.network):
        return  # one zero factor passes nothing on yet and learns all the same; two are found as "zero"
    forward, error = _fade(signs)
    hidden = signs.gain[:-1]
    relative = hidden / np.minimum(signs.usual[:-1], 1.5)
    pytorch = default == "PyTorch's default" and np.median(relative) < 0.85
    limit = FADED_PYTORCH if pytorch else FADED_BY_SIZE if len(hidden) and np.median(relative) < 0.3 else FADED
    if forward >= limit:
        return
    reaches = (f"{forward:.2g} of the differences between samples reaches the last hidden layer"
               + (f", and {error:.2g} of the error the first" if signs.gradients is not None else ""))
    evidence = {"reaches": forward, "error": error, "gain": signs.gain.tolist()}
    where = Where(tuple(k + 1 for k in signs.hidden))
    if default and np.median(relative) < 0.85:
        yield Finding(default, 86, f"{fans.RULES[default]}, a gain of {np.median(hidden):.2g} where "
                      f"{min(1.5, signs.usual[0]):.2g} keeps the size. {reaches}", where, evidence)
    elif np.median(relative) < 0.3:
        yield Finding("too small", 86, f"the gains std · √n are {shown(signs.gain)}; {reaches}", where, evidence)
    else:
        yield Finding("signal fades with depth", 84, f"{reaches}; the gains std · √n are {shown(signs.gain)}", where,
                      evidence)
