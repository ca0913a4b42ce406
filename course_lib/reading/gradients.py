"""Is a backward pass of one's own right, or which known slip is in it? Found by trying each slip."""

import numpy as np

from course_lib.checking import real
from course_lib.networks.data import arrange
from course_lib.networks.tensors import to_array
from course_lib.reading import passes
from course_lib.reading.examine import as_network
from course_lib.reading.findings import Finding, Findings, Where
from course_lib.reading.variants import Variant, run, variants

TOLERANCE = 2e-4  # of the size of an array: float32 passes


def examine_gradients(dW, network, X, Y, *, db=None, dZ=None, loss=None, rate=None, layout=None, samples=None):
    """Compare gradients of your own with the right ones and with what each known slip would give: Findings.

    dW       a list with one array per layer, the first layer first; None for one that you leave out
    db, dZ   the same for biases and errors; dZ (units, samples) is the derivative of each sample's own loss
    rate     helps to recognize weights that were updated too early
    layout   "units_inputs" or "inputs_units", as in networks.from_arrays; None: units_inputs, and the transpose is named
    loss, samples, X, Y   as in examine

    The first finding is "right", or the slip that explains most. The reference is the derivative of the mean loss, over
    samples; squared error is halved and summed over outputs.
    """
    network, X, Y, loss, said = arrange(as_network(network), X, Y, loss, samples)
    if Y is None:
        raise ValueError("gradients need Y: ward.examine_gradients(dW, network, X, Y)")
    rate = None if rate is None else real("rate", rate, 0.0)
    caches = passes.forward(network, X)
    right = run(network, caches, passes.output_error(network, caches[-1].Z, caches[-1].A, Y, loss))
    given = [*_given("dW", dW, network, layout), *_given("db", db, network, None), *_given("dZ", dZ, network, None)]
    if not given:
        raise ValueError("nothing to compare: dW holds no array")
    found = _read(given, network, caches, Y, loss, rate, right)
    signs_loss = float(np.mean(passes.sample_losses(network, caches[-1].Z, caches[-1].A, Y, loss)))
    return Findings(found, network, X, Y, loss, signs_loss, said)


def _given(kind, arrays, network, layout):
    """(kind, layer, array) of what is there; one array alone is the only one of a network of one layer."""
    if arrays is None:
        return []
    if not isinstance(arrays, (list, tuple)):
        arrays = [arrays]
    if len(arrays) != len(network):
        raise ValueError(f"{kind} must be a list with one array per layer, first layer first: {len(network)} layers, but "
                         f"{len(arrays)} given; None stands for one that you leave out")
    read = [(kind, k, to_array(f"{kind}[{k}]", value)) for k, value in enumerate(arrays) if value is not None]
    if kind == "dW" and layout == "inputs_units":
        read = [(kind, k, value.T) for kind, k, value in read]
    return read


def _wanted(gradients, kind, k):
    return getattr(gradients[k], kind)


def _compare(mine, wanted):
    """(factor, rest): mine is factor · wanted but for a share `rest` of its size."""
    if mine.size == wanted.size and mine.shape != wanted.shape and 1 in wanted.shape:
        mine = mine.reshape(wanted.shape)  # a flat db
    if mine.shape != wanted.shape:
        return 0.0, np.inf
    size, own = float((wanted**2).sum()), float((mine**2).sum())
    if not size or not own:
        return (1.0, 0.0) if size == own else (0.0, np.inf)
    factor = float((mine * wanted).sum() / size)
    return factor, float(np.sqrt(((mine - factor * wanted) ** 2).sum() / own))


def _same(mine, wanted):
    factor, rest = _compare(mine, wanted)
    return rest < TOLERANCE and abs(factor - 1) < TOLERANCE


def _read(given, network, caches, Y, loss, rate, right):
    m = Y.shape[1]  # a dZ of the mean loss, m times smaller, is a convention and no slip
    given = [(kind, k, value * m) if kind == "dZ" and _same(value * m, right[k].dZ) else (kind, k, value)
             for kind, k, value in given]
    wrong = [item for item in given if not _same(item[2], _wanted(right, *item[:2]))]
    errors = {f"{kind}{k + 1}": _difference(value, _wanted(right, kind, k)) for kind, k, value in given}
    if not wrong:
        return [Finding("right", 45, f"{', '.join(errors)}: the largest difference is {max(errors.values()):.1g} of the size",
                        Where(), {"differences": errors})]
    found = _whole(wrong, given, network, caches, Y, loss, rate, right) or _each(wrong, network, caches, Y, right)
    return [Finding(name, gravity, words, Where(layers), {"differences": errors} | more)
            for name, gravity, words, layers, more in found]


def _difference(mine, wanted):
    if mine.size != wanted.size:
        return np.inf
    mine = mine.reshape(wanted.shape)
    size = np.sqrt((wanted**2).sum())
    return float(np.sqrt(((mine - wanted) ** 2).sum()) / size) if size else float(np.abs(mine).max())


def _names(items):
    return ", ".join(f"{kind}{k + 1}" for kind, k, *_ in items)


def _layers(items):
    return tuple(sorted({k + 1 for _, k, *_ in items}))


def _whole(wrong, given, network, caches, Y, loss, rate, right):
    """One slip that explains every array, the right ones too: [(name, gravity, words, layers, evidence)]."""
    mine = [next((value for kind, k, value in given if kind == "dW" and k == layer), None)
            for layer in range(len(network))]
    every = [Variant("", (), right), *variants(network, caches, Y, loss, rate, mine)]
    for variant in every:
        if not np.all([np.isfinite(g.dW).all() for g in variant.gradients]):
            continue
        compared = [_compare(value, _wanted(variant.gradients, kind, k)) for kind, k, value in given]
        if any(rest > TOLERANCE for _, rest in compared):
            continue
        factors = [factor for factor, _ in compared]
        even = max(factors) - min(factors) < 1e-3 * max(map(abs, factors))
        if not variant.name:
            if even:
                return [_factor(factors[0], wrong, Y)]
            continue  # different factors: one by one
        if even:
            scale = "" if abs(factors[0] - 1) < 1e-3 else f", times {factors[0]:.4g}"
            return [(variant.name, 90, f"{_names(given)}: exactly what this slip gives"
                     + (f" ({variant.words})" if variant.words else "") + scale, variant.layers,
                     {"factor": factors[0]})]
    return []


def _factor(factor, items, Y):
    """A gradient that is right but for a factor, by what the factor is."""
    k, m = Y.shape
    names = {-1.0: "sign", float(m): "not divided by m", 1.0 / m: "divided by m twice", -float(m): "not divided by m",
             -1.0 / m: "divided by m twice"}
    name = next((name for value, name in names.items() if abs(factor / value - 1) < 1e-3), "a factor") if m > 1 else (
        "sign" if abs(factor + 1) < 1e-3 else "a factor")
    known = {2.0: " (the ½ of the squared error is left out?)", 0.5: " (one ½ too many?)",
             1.0 / k: " (a mean over the outputs?)", 2.0 / k: " (a mean over the outputs, without the ½?)",
             1.0 / (k * m): " (a mean over outputs and samples, twice over samples?)"}
    hint = next((words for value, words in known.items() if abs(factor / value - 1) < 1e-3), "")
    turned = ", and of the wrong sign" if factor < 0 and name != "sign" else ""
    return (name, 90, f"{_names(items)}: {factor:.4g} times the right one{hint if name == 'a factor' else ''}{turned}",
            _layers(items), {"factor": factor})


def _each(wrong, network, caches, Y, right):
    """Array by array: what explains it alone; the same explanation of several is said once."""
    by_name = {}
    for item in wrong:
        name, words, more = _one(item, network, caches, Y, right)
        by_name.setdefault(name, []).append((item, words, more))
    found = []
    for name, items in by_name.items():
        listed = [item for item, *_ in items]
        words = "; ".join(dict.fromkeys(f"{_names([item])}: {words}" for item, words, _ in items))
        found.append((name, 60 if name == "wrong, and no known slip" else 90, words, _layers(listed), items[0][2]))
    return found


def _one(item, network, caches, Y, right):
    """(name, words, evidence) for one array."""
    kind, k, mine = item
    wanted, m = _wanted(right, kind, k), Y.shape[1]
    if not mine.any():
        return "all zero", "every entry is 0", {}
    factor, rest = _compare(mine, wanted)
    if rest < TOLERANCE:
        name, _, words, *_ = _factor(factor, [item], Y)
        return name, words.split(": ", 1)[1], {"factor": factor}
    if kind == "db" and (words := _bias(mine, right[k].dZ, m)):
        return "bias summed over the wrong axis", words, {"shape": mine.shape}
    if mine.ndim == 2 and _compare(mine.T, wanted)[1] < TOLERANCE:
        return "transposed", f"its shape is {mine.shape}, its transpose is right", {}
    for j in range(len(network)):
        if j != k and _compare(mine, _wanted(right, kind, j))[1] < TOLERANCE:
            return "the gradient of another layer", f"it is {kind}{j + 1}", {"layer": j + 1}
    if mine.shape != wanted.shape and mine.size != wanted.size:
        return "another shape", f"its shape is {mine.shape}, that of {kind[1:]} is {wanted.shape}", {"shape": mine.shape}
    if kind == "dW" and mine.shape == wanted.shape:
        rest = mine - wanted
        decay, left = _compare(rest, network[k].W)
        if left < 1e-3:
            return "weight decay in it", f"it is the right one plus {decay:.3g} · W{k + 1}", {"decay": decay}
        own = right[k].dZ @ caches[k].A.T / m
        if own.shape == mine.shape and _compare(mine, own)[1] < TOLERANCE:
            return "Z where A is meant", "made with the layer's own A instead of what it takes in", {}
    return ("wrong, and no known slip", f"differs by {_difference(mine, wanted):.0%} of the size of the right one",
            {"difference": _difference(mine, wanted)})


def _bias(mine, dZ, m):
    """Words on a db that was summed over units, or over everything; empty if it was not."""
    over_units, total = dZ.sum(axis=0), dZ.sum()
    flat = mine.ravel()
    if flat.size == over_units.size and _compare(flat, over_units)[1] < TOLERANCE:
        return f"summed over the {len(dZ)} units, one number per sample is left"
    if np.allclose(flat, flat[0]) and any(np.allclose(flat[0], total / d) for d in (1, m, dZ.size, len(dZ))):
        return "summed over units and samples: one number for all units"
    if mine.shape == dZ.shape and _compare(mine, dZ)[1] < TOLERANCE:
        return "not summed over the samples at all"
    return ""
