"""Arrays against arrays: by what factor, by how much they differ; and what explains one gradient alone."""

import numpy as np

TOLERANCE = 2e-4  # of the size of an array: float32 passes


def part_of(gradients, kind, k):
    """dZ, dW or db of layer k."""
    return getattr(gradients[k], kind)


def compare(mine, wanted):
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


def difference(mine, wanted):
    """The size of the difference, as a share of the size of what is wanted."""
    if mine.size != wanted.size:
        return np.inf
    mine = mine.reshape(wanted.shape)
    size = np.sqrt((wanted**2).sum())
    return float(np.sqrt(((mine - wanted) ** 2).sum()) / size) if size else float(np.abs(mine).max())


def listed(items):
    """dW1, db2 ...: the names of (kind, layer, array)."""
    return ", ".join(f"{kind}{k + 1}" for kind, k, *_ in items)


def layers_of(items):
    """Their layers, from 1."""
    return tuple(sorted({k + 1 for _, k, *_ in items}))


def as_factor(factor, items, Y):
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
    return (name, 90, f"{listed(items)}: {factor:.4g} times the right one{hint if name == 'a factor' else ''}{turned}",
            layers_of(items), {"factor": factor})


def one_by_one(wrong, network, caches, Y, right):
    """Array by array: what explains it alone; the same explanation of several is said once."""
    by_name = {}
    for item in wrong:
        name, words, more = _one(item, network, caches, Y, right)
        by_name.setdefault(name, []).append((item, words, more))
    found = []
    for name, items in by_name.items():
        there = [item for item, *_ in items]
        words = "; ".join(dict.fromkeys(f"{listed([item])}: {words}" for item, words, _ in items))
        found.append((name, 60 if name == "wrong, and no known slip" else 90, words, layers_of(there), items[0][2]))
    return found


def _one(item, network, caches, Y, right):
    """(name, words, evidence) for one array."""
    kind, k, mine = item
    wanted, m = part_of(right, kind, k), Y.shape[1]
    if not mine.any():
        return "all zero", "every entry is 0", {}
    factor, rest = compare(mine, wanted)
    if rest < TOLERANCE:
        name, _, words, *_ = as_factor(factor, [item], Y)
        return name, words.split(": ", 1)[1], {"factor": factor}
    if kind == "db" and (words := _bias(mine, right[k].dZ, m)):
        return "bias summed over the wrong axis", words, {"shape": mine.shape}
    if mine.ndim == 2 and compare(mine.T, wanted)[1] < TOLERANCE:
        return "transposed", f"its shape is {mine.shape}, its transpose is right", {}
    for j in range(len(network)):
        if j != k and compare(mine, part_of(right, kind, j))[1] < TOLERANCE:
            return "the gradient of another layer", f"it is {kind}{j + 1}", {"layer": j + 1}
    if mine.shape != wanted.shape and mine.size != wanted.size:
        words = f"its shape is {mine.shape}, that of {kind[1:]} is {wanted.shape}"
        return "another shape", words, {"shape": mine.shape}
    if kind == "dW" and mine.shape == wanted.shape:
        rest = mine - wanted
        decay, left = compare(rest, network[k].W)
        if left < 1e-3:
            return "weight decay in it", f"it is the right one plus {decay:.3g} · W{k + 1}", {"decay": decay}
        own = right[k].dZ @ caches[k].A.T / m
        if own.shape == mine.shape and compare(mine, own)[1] < TOLERANCE:
            return "Z where A is meant", "made with the layer's own A instead of what it takes in", {}
    return ("wrong, and no known slip", f"differs by {difference(mine, wanted):.0%} of the size of the right one",
            {"difference": difference(mine, wanted)})


def _bias(mine, dZ, m):
    """Words on a db that was summed over units, or over everything; empty if it was not."""
    over_units, total = dZ.sum(axis=0), dZ.sum()
    flat = mine.ravel()
    if flat.size == over_units.size and compare(flat, over_units)[1] < TOLERANCE:
        return f"summed over the {len(dZ)} units, one number per sample is left"
    if np.allclose(flat, flat[0]) and any(np.allclose(flat[0], total / d) for d in (1, m, dZ.size, len(dZ))):
        return "summed over units and samples: one number for all units"
    if mine.shape == dZ.shape and compare(mine, dZ)[1] < TOLERANCE:
        return "not summed over the samples at all"
    return ""
