"""10: the clinic. A patient's dashboard before training, a dose and a prescription to try, and training as proof."""

import numpy as np

from course_lib import live, plots
from course_lib.lessons.clinic import patients, signs, treatment
from course_lib.lessons.common import count_units, layer_histograms, signed_shares, size_shares, so_far
from course_lib.plots import Scale
from course_lib.reading import layers

WEIGHTS, GRADIENTS = Scale(100, 0.003), Scale(100, 1e-6)
RATIOS, LOSSES = (1e-9, 1e3), (0.01, 1000.0)  # what the axes show; beyond it a curve runs along their edge
EVERY = 5  # training steps between two points of a curve


def treated(seed, bed, prescription, dose):
    """The network of a bed as prescribed, all of its weights times the dose; "nothing" is as it was admitted."""
    patient = patients.admit(seed)[bed - 1]
    return tuple(layer._replace(W=dose * layer.W) for layer in treatment.treat(patient, prescription, seed))


def compute(dose, bed, prescription, seed):
    network = treated(seed, bed, prescription, dose)
    read = signs.read(network)
    gradients, depth, ratios = read.gradients, np.linspace(0, 1, len(network)), layers.ratios(read, read.rate)
    return {"W1": network[0].W[:16], "dW1": gradients[0].dW[:16], "units": layers.unit_classes(read, 0),
            "activations": signed_shares([c.A for c in read.caches]),
            "gradients": size_shares([g.dW for g in gradients]),
            "flat": plots.Shows(xs=depth, ys=layers.flat(read)),
            "ratio": plots.Shows(xs=depth, ys=np.clip(ratios, *RATIOS)), "network": network, "gains": read.gain,
            "loss": read.loss, "ratios": ratios, "largest": np.abs(gradients[0].dW).max()}


def train_before_and_after(dose, bed, prescription, seed):
    """The job: 300 steps as admitted, then 300 as treated; test accuracy of both."""
    starts = {"as admitted": treated(seed, bed, "nothing", 1.0), "as treated": treated(seed, bed, prescription, dose)}
    losses, words, steps = {name: [] for name in starts}, [], range(0, treatment.STEPS + 1, EVERY)
    for place, (name, network) in enumerate(starts.items()):
        trained = network
        for step, trained, loss in treatment.train(network):
            if step % EVERY == 0:
                losses[name].append(min(loss, LOSSES[1]))
                share = (place + step / treatment.STEPS) / len(starts)
                yield share, {"losses": so_far(losses, steps)}, " ".join(words)
        words.append(f"Test accuracy after {treatment.STEPS} steps, {name}: {treatment.accuracy(trained):.2f}.")
        yield (place + 1) / len(starts), {"losses": so_far(losses, steps)}, " ".join(words)


def panels(figure):
    def digits(left, heading, scale):
        return plots.DigitRows(plots.place(figure, left, 36, 190, 200), heading, scale)

    def by_layer(left, heading, ylim, **options):
        return plots.Curves(plots.place(figure, left, 314, 138, 160), [heading], heading, (0, 1), ylim, "",
                            markers=True, ends=("layer 1", "output"), **options)

    return {
        "W1": digits(16, "16 rows of $W_1$", WEIGHTS),
        "dW1": digits(252, "gradients $dW_1$", GRADIENTS),
        "losses": plots.Curves(plots.place(figure, 530, 72, 210, 150), ("as admitted", "as treated"),
                               "loss", (0, treatment.STEPS), LOSSES, "step", yscale="log",
                               guides=((np.log(10), "guessing"),),
                               waits="“Train before and after” shows here whether it learns"),
        "units": plots.DistinctUnits(plots.place(figure, 800, 36, 84, 190), 32),
        **layer_histograms(figure),
        "flat": by_layer(530, "flat share", (0, 1)),
        "ratio": by_layer(740, "update : data", RATIOS, yscale="log", guides=((1e-3, ""),)),
    }


def describe(result, bed, **_):
    network, ratios = result["network"], result["ratios"]
    first, *others = result["gains"]
    shares, low = result["flat"].ys, f"{np.nanmin(ratios):.0e}" if np.isfinite(ratios).any() else "not defined"
    high = f"{np.nanmax(ratios):.0e}" if np.isfinite(ratios).any() else "not defined"
    return (f"{count_units(result['units'])} Bed {bed}: {len(network)} layers, {network[0].activation}; loss "
            f"{result['loss']:.3g} (guessing: 2.30). Gain {first:.3g} in layer 1, {min(others):.3g} to "
            f"{max(others):.3g} above. Flat: {shares[0]:.2f} of layer 1, {shares[:-1].max():.2f} of the worst hidden "
            f"layer; at the output {shares[-1]:.2f}. Update : data from {low} to {high}. Largest |dW1| "
            f"{result['largest']:.0e}. Mean weight of layer 1 {network[0].W.mean():.2g}, mean bias "
            f"{network[0].b.mean():.2g}.")


@live.named
def clinic():
    """Ten networks for the digits, nine of them sick: dashboard, dose, prescription, and training before and after."""
    controls = {
        "dose": live.log_slider("dose: all weights ×", 0.01, 100.0, 1.0, positions=41),
        "bed": live.slider("bed", range(1, 11), 1),
        "prescription": live.choice("prescription", {name if name != "nothing" else "nothing, as admitted": name
                                                     for name in treatment.PRESCRIPTIONS}),
        "seed": live.seed(),
    }
    return live.Explorer(controls, compute, panels, describe, main="dose", size=(900, 508),
                         actions={"Reset (as admitted)": lambda values: {"dose": 1.0, "prescription": "nothing"},
                                  "New ward": live.new_seed},
                         jobs={"Train before and after": (train_before_and_after,
                                                          ("dose", "bed", "prescription", "seed"))})
