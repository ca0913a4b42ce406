"""Units that cannot answer to their input: dead, held by their biases, saturated, wrong and flat; answers too sure."""

import numpy as np

from course_lib.activations import get
from course_lib.reading import passes
from course_lib.reading.findings import Finding, Where
from course_lib.reading.signs import FLAT, rms

MOST, MANY = 0.8, 0.25  # shares of dead units: nearly nothing passes; worth a word


def units(signs):
    """The findings of this part."""
    yield from _dead(signs)
    yield from _dead_output(signs)
    yield from _saturated(signs)
    yield from _wrong_side(signs)
    yield from _sure(signs)


def _dead(signs):
    if signs.X.shape[1] < 2:
        return
    shares = {}
    for k in signs.hidden:
        if not signs.shapes[k].one_sided:
            continue
        dead = signs.flats[k].all(axis=1)
        if dead.mean() >= MOST:
            yield _silent_layer(signs, k, dead)
            return  # what lies above hears nothing either
        if dead.mean() > MANY:
            shares[k + 1] = float(dead.mean())
    if shares:
        worst = max(shares, key=shares.get)
        count = len(signs.network[worst - 1].b)
        yield Finding("dead relu", 40, f"{shares[worst] * count:.0f} of {count} units of layer {worst} are silent for "
                      f"all {signs.X.shape[1]:,} samples", Where(tuple(shares)), {"share": shares[worst]})


def _silent_layer(signs, k, dead):
    layer, where = signs.network[k], Where((k + 1,), tuple(np.flatnonzero(dead).tolist()))
    share, evidence = float(dead.mean()), {"share": float(dead.mean()), "mean of W": float(layer.W.mean()),
                                           "mean of b": float(layer.b.mean())}
    without = passes.quiet(signs.flat)(k, signs.caches[k].Z - layer.b).all(axis=1).mean()
    words = f"{dead.sum()} of {dead.size} units of layer {k + 1} are silent for all {signs.X.shape[1]:,} samples"
    if without <= share / 2 and not signs.trained:
        return Finding("biases that kill", 94, f"{words}; with biases 0 it would be {without:.0%}. The biases are "
                       f"{layer.b.mean():.3g} on average", where, {**evidence, "share without biases": float(without)})
    centered = (layer.W - layer.W.mean()) @ signs.caches[k].A_in + layer.b
    if passes.quiet(signs.flat)(k, centered).all(axis=1).mean() <= share / 2:
        words += f"; with weights of mean 0 it would be fewer: their mean is {layer.W.mean():.3g}"
    return Finding("dead relu", 93, words + ". Nothing passes" * (share == 1), where, evidence)


def _dead_output(signs):
    shape, last = signs.shapes[-1], len(signs.network)
    if shape is None or not shape.one_sided or signs.X.shape[1] < 2:
        return
    own, Z = get(signs.network[-1].activation), signs.caches[-1].Z
    if (np.abs(own.df(Z, own.f(Z))) < FLAT * shape.steepest).all():
        yield Finding("dead relu", 93, f"the output is silent for all {Z.shape[1]:,} samples: Z is {Z.max():.3g} at "
                                       "most, "
                      f"so the answer is {signs.answers.max():.3g} and no gradient flows", Where((last,)),
                      {"share": 1.0, "largest Z": float(Z.max())})


def _saturated(signs):
    limit = 0.9 if signs.trained else 0.5
    two = [k for k in signs.hidden if signs.shapes[k].two_sided]
    shares = {k: float(signs.flats[k].mean()) for k in two}
    worst = [k for k in two if shares[k] > limit]
    if not worst:
        return
    k = worst[0]
    layer = signs.network[k]
    without = float(passes.quiet(signs.flat)(k, signs.caches[k].Z - layer.b).mean())
    words = f"{shares[k]:.0%} of the activations of layer {k + 1} are on the flat ends of its curve"
    evidence = {"share": shares[k], "mean |Z|": float(np.abs(signs.caches[k].Z).mean())}
    where = Where(tuple(i + 1 for i in worst))
    if without <= shares[k] / 2:
        yield Finding("biases that kill", 94, f"{words}; with biases 0 it would be {without:.0%}. The biases are "
                      f"{np.abs(layer.b).mean():.3g} in size", where, {**evidence, "share without biases": without})
    else:
        yield Finding("saturated", 82, f"{words}; |Z| is {np.abs(signs.caches[k].Z).mean():.3g} on average", where,
                      evidence)


def _wrong_side(signs):
    """Squared error under an output with flat ends: what is wrong there is not corrected."""
    shape = signs.shapes[-1]
    if signs.Y is None or signs.loss_name != "squared_error" or shape is None or not shape.two_sided:
        return
    own, Z, A = get(signs.network[-1].activation), signs.caches[-1].Z, signs.answers
    flat = np.abs(own.df(Z, A)) < FLAT * shape.steepest
    wrong = flat & (np.abs(A - signs.Y) > 0.5 * (shape.high - shape.low))
    share = float(wrong.mean())
    if share >= 0.05:
        yield Finding("saturated on the wrong side", 89 if share >= 0.1 else 40,
                      f"{share:.0%} of the answers stand at the flat end opposite to their target "
                      f"({flat.mean():.0%} stand at an end)", Where((len(signs.network),)),
                      {"share on the wrong side": share, "share at an end": float(flat.mean())})


def _sure(signs):
    """Answers that are sure, or large, before anything was seen."""
    if signs.Y is None or signs.trained:
        return
    if signs.loss_name == "cross_entropy":
        k = len(signs.Y)
        guess = np.log(k) if k > 1 and np.allclose(signs.Y.sum(axis=0), 1) else k * np.log(2)
        limits, words = (4 * guess + 2, 2 * guess + 0.5), f"a guess costs {guess:.3g}"
    else:
        guess = float(0.5 * (signs.Y.var(axis=1) + signs.Y.mean(axis=1) ** 2).sum())
        limits, words = (100 * guess + 50 * len(signs.Y), 1e300), f"the answer 0 costs {guess:.3g}"
    if not signs.loss < limits[1]:
        grave = not signs.loss < limits[0]
        gain = signs.gain[-1]
        yield Finding("saturated output", 84 if grave else 35, f"the first loss is {signs.loss:.3g}, {words}; the last "
                      f"layer's gain is {gain:.3g} and its |Z| {passes.quiet(rms)(signs.caches[-1].Z):.3g}",
                      Where((len(signs.network),)), {"loss": signs.loss, "guess": float(guess), "gain": float(gain)})
