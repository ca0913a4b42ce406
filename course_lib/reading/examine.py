"""The reading: a network, its data, and what is wrong with it, the gravest first."""

import numpy as np

from course_lib.activations import get
from course_lib.checking import real
from course_lib.mlp.network import Layer
from course_lib.networks.arrays import from_arrays
from course_lib.networks.data import arrange
from course_lib.networks.described import Parts
from course_lib.networks.tensors import to_array
from course_lib.reading.after import after
from course_lib.reading.findings import Finding, Findings, Where
from course_lib.reading.levels import what_is_this_loss
from course_lib.reading.parts.examine import examine_parts
from course_lib.reading.signs import Signs
from course_lib.reading.sizes import sizes
from course_lib.reading.steps import steps
from course_lib.reading.structure import structure
from course_lib.reading.units import units

SAMPLES = 1024  # more than that are thinned out evenly
OPTIMIZERS = ("sgd", "momentum", "rmsprop", "adam")
SYMPTOMS = ("too small", "too large", "signal fades with depth", "gradients explode", "gradients vanish",
            "saturated output", "saturated", "PyTorch's default", "Keras' default", "Flax's default",
            "scikit-learn's default", "equal units", "a mean that drowns the spread", "rate too small")
CAUSES = ("zero", "constant", "dead relu", "biases that kill")


def examine(network, X=None, Y=None, *, loss=None, rate=None, optimizer="sgd", trained=False, losses=None,
            samples=None, answers=None):
    """What is wrong with a network, or that it is healthy: Findings, the gravest first.

    network    from networks.from_arrays and its like, or mlp.build; networks.Parts are read by their weights alone
    X, Y       as you have them, see networks.arrange; without X, 256 Gaussian samples stand in, and without Y nothing
               is said of errors, losses and answers
    loss       "cross_entropy" or "squared_error"; None: the one that matches the output
    rate       the learning rate, with `optimizer` ("sgd", "momentum", "rmsprop", "adam"): are the steps too large?
    trained    True after training or on the way: reads what became of it, and not how it was drawn
    losses     the history of the loss, if you have it
    samples    "rows" or "columns", where the shape of X or Y leaves both open
    answers    what your own program gives for X, in the shape of Y: is it what this network gives?

    Nothing handed in is modified. ValueError or TypeError, as networks.arrange, for what does not fit.
    """
    if isinstance(network, Parts):
        return examine_parts(network, trained)
    network = as_network(network)
    rate = None if rate is None else real("rate", rate, 0.0)
    if optimizer not in OPTIMIZERS:
        raise ValueError(f"optimizer must be one of {', '.join(OPTIMIZERS)}, not {optimizer!r}")
    said = []
    if X is None:
        if Y is not None:
            raise ValueError("Y without X: hand in the inputs that belong to it, ward.examine(network, X, Y)")
        X, samples = np.random.default_rng(0).normal(size=(network[0].W.shape[1], 256)), "columns"
        said.append("no X given: read on 256 samples of Gaussian noise")
    network, X, Y, loss, words = arrange(network, X, Y, loss, samples)
    said += words
    if X.shape[1] > SAMPLES:
        chosen = np.linspace(0, X.shape[1] - 1, SAMPLES).astype(int)
        said.append(f"read on {SAMPLES:,} of {X.shape[1]:,} samples, evenly chosen")
        X, Y, answers = X[:, chosen], None if Y is None else Y[:, chosen], _thinned(answers, chosen, X.shape[1])
    signs = Signs(network, X, Y, loss, rate, bool(trained), optimizer)
    found = read(signs, losses, answers)
    if signs.loss is not None:
        said += [f"the loss, {signs.loss:.4g}, is near {level!r}"
                 for level in what_is_this_loss(signs.loss, Y, loss)[:1]]
    return Findings(found, network, X, Y, loss, signs.loss, said)


def read(signs, losses=None, answers=None):
    """The list of Finding behind `examine`, the gravest first, for a network and data that are in order already."""
    with np.errstate(all="ignore"):
        found = [*_answers(signs, answers), *structure(signs), *units(signs), *sizes(signs), *steps(signs, losses)]
        if signs.trained:
            found += after(signs)
        found = _causes_first(found)
        if not any(finding.grave for finding in found):
            found.append(_healthy(signs))
    return sorted(found, key=lambda finding: -finding.gravity)


def as_network(network):
    """A checked copy of a network; TypeError, with what makes one, for anything else."""
    if isinstance(network, Parts):
        raise TypeError("network is held as parts, which are read by their weights alone: ward.examine(network). All "
                        "else needs fully connected layers in a row")
    if not isinstance(network, (tuple, list)) or not network or not all(isinstance(n, Layer) for n in network):
        raise TypeError(f"network must be a tuple of Layer, not {type(network).__name__}: networks.from_arrays, "
                        "from_torch, "
                        "from_keras, from_sklearn or from_flax makes one")
    return from_arrays([layer.W for layer in network], [layer.b for layer in network],
                       [layer.activation for layer in network], layout="units_inputs")


def _thinned(answers, chosen, m):
    if answers is None:
        return None
    answers = to_array("answers", answers)
    return answers[..., chosen] if answers.shape[-1] == m else answers[chosen]


def _answers(signs, answers):
    """Compare what someone's own program answers with what the network gives."""
    if answers is None:
        return
    theirs, ours = to_array("answers", answers), signs.answers
    theirs = theirs.reshape(ours.shape) if theirs.ndim == 1 else theirs if theirs.shape == ours.shape else theirs.T
    if theirs.shape != ours.shape:
        raise ValueError(f"answers must have the shape of Y, {ours.shape}, but have {theirs.shape[::-1]}")
    sums = theirs.sum(axis=0)
    if len(theirs) > 1 and get(signs.network[-1].activation).name == "softmax" and not np.allclose(sums, 1, atol=1e-3) \
            and np.allclose(theirs.sum(axis=1), 1, atol=1e-3):
        yield Finding("softmax over the wrong axis", 99, f"your answers to a sample add up to {np.median(sums):.2g}, "
                                                         "those of "
                      "one output over all samples to 1", Where((len(signs.network),)),
                      {"sum over outputs": float(np.median(sums)), "sum over samples": 1.0})


def _causes_first(found):
    """A symptom of zero, constant or silent layers is not said again as a disease of its own."""
    graves = [finding.name for finding in found if finding.grave]
    if any(name in CAUSES for name in graves):
        found = [finding for finding in found if finding.name not in SYMPTOMS]
    named, kept = set(), []
    for finding in sorted(found, key=lambda f: -f.gravity):
        if (finding.name, finding.where) not in named and not (
                finding.name.endswith("default") and any(f.name == finding.name for f in kept)):
            kept.append(finding)
        named.add((finding.name, finding.where))
    return kept


def _healthy(signs):
    words = [f"gains {', '.join(f'{g:.2g}' for g in signs.gain[:8])}"]
    evidence = {"gain": signs.gain.tolist()}
    if len(signs.hidden):
        reach = float(signs.spreads[-2] / max(signs.spreads[0], 1e-300))
        words.append(f"the differences between samples reach the last hidden layer {reach:.2g} times as large")
        evidence["reaches"] = reach
        counts = [len(set(labels.tolist())) for labels in signs.classes]
        words.append(f"{sum(counts)} of {sum(len(labels) for labels in signs.classes)} hidden units are distinct")
    if signs.loss is not None:
        words.append(f"the loss is {signs.loss:.3g}")
        evidence["loss"] = signs.loss
    return Finding("healthy", 45, "; ".join(words), Where(), evidence)
