"""Is a backward pass of one's own right, or which known slip is in it? Found by trying each slip."""

import numpy as np

from course_lib.checking import real
from course_lib.networks.data import arrange
from course_lib.networks.tensors import to_array
from course_lib.reading import passes
from course_lib.reading.comparing import TOLERANCE, as_factor, compare, difference, listed, one_by_one, part_of
from course_lib.reading.examine import as_network
from course_lib.reading.findings import Finding, Findings, Where
from course_lib.reading.variants import Variant, run, variants


def examine_gradients(dW, network, X, Y, *, db=None, dZ=None, loss=None, rate=None, layout=None, samples=None):
    """Compare gradients of your own with the right ones and with what each known slip would give: Findings.

    dW       a list with one array per layer, the first layer first; None for one that you leave out
    db, dZ   the same for biases and errors; dZ (units, samples) is the derivative of each sample's own loss
    rate     helps to recognize weights that were updated too early
    layout   "units_inputs" or "inputs_units", as in networks.from_arrays; None: the first, and a transpose is named
    loss, samples, X, Y   as in examine

    The first finding is "right", or the slip that explains most. The reference is the derivative of the mean loss
    over samples; squared error is halved and summed over outputs.
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
        raise ValueError(f"{kind} must be a list with one array per layer, first layer first: {len(network)} layers, "
                         "but "
                         f"{len(arrays)} given; None stands for one that you leave out")
    read = [(kind, k, to_array(f"{kind}[{k}]", value)) for k, value in enumerate(arrays) if value is not None]
    if kind == "dW" and layout == "inputs_units":
        read = [(kind, k, value.T) for kind, k, value in read]
    return read


def _same(mine, wanted):
    factor, rest = compare(mine, wanted)
    return rest < TOLERANCE and abs(factor - 1) < TOLERANCE


def _read(given, network, caches, Y, loss, rate, right):
    m = Y.shape[1]  # a dZ of the mean loss, m times smaller, is a convention and no slip
    given = [(kind, k, value * m) if kind == "dZ" and _same(value * m, right[k].dZ) else (kind, k, value)
             for kind, k, value in given]
    wrong = [item for item in given if not _same(item[2], part_of(right, *item[:2]))]
    errors = {f"{kind}{k + 1}": difference(value, part_of(right, kind, k)) for kind, k, value in given}
    if not wrong:
        return [Finding("right", 45, f"{', '.join(errors)}: the largest difference is {max(errors.values()):.1g} of "
                                     "the size",
                        Where(), {"differences": errors})]
    found = _whole(wrong, given, network, caches, Y, loss, rate, right) or one_by_one(wrong, network, caches, Y, right)
    return [Finding(name, gravity, words, Where(layers), {"differences": errors} | more)
            for name, gravity, words, layers, more in found]


def _whole(wrong, given, network, caches, Y, loss, rate, right):
    """One slip that explains every array, the right ones too: [(name, gravity, words, layers, evidence)]."""
    mine = [next((value for kind, k, value in given if kind == "dW" and k == layer), None)
            for layer in range(len(network))]
    every = [Variant("", (), right), *variants(network, caches, Y, loss, rate, mine)]
    for variant in every:
        if not np.all([np.isfinite(g.dW).all() for g in variant.gradients]):
            continue
        compared = [compare(value, part_of(variant.gradients, kind, k)) for kind, k, value in given]
        if any(rest > TOLERANCE for _, rest in compared):
            continue
        factors = [factor for factor, _ in compared]
        even = max(factors) - min(factors) < 1e-3 * max(map(abs, factors))
        if not variant.name:
            if even:
                return [as_factor(factors[0], wrong, Y)]
            continue  # different factors: one by one
        if even:
            scale = "" if abs(factors[0] - 1) < 1e-3 else f", times {factors[0]:.4g}"
            return [(variant.name, 90, f"{listed(given)}: exactly what this slip gives"
                     + (f" ({variant.words})" if variant.words else "") + scale, variant.layers,
                     {"factor": factors[0]})]
    return []


