"""Speed, each figure beside its peers in the same run: medians [min-max] and ratios; ratios are what counts.

    python benchmarks/bench.py [training] [batch] [explorers] [memory]        nothing named: all four
"""

import importlib.util
import os
import platform
import statistics
import sys
import time
import warnings
from pathlib import Path

import nbclient
import nbformat
import numpy as np

from course_lib import datasets, mlp, plots
from course_lib.explorers import EXPLORERS

ROOT = Path(__file__).parents[1]
STEPS, RATE = 1000, 0.5


def seconds(run):
    begun = time.perf_counter()
    run()
    return time.perf_counter() - begun


def race(contenders, repeats=7):
    """Every contender once a round, so that the machine's drift meets all of them: {name: [seconds]}."""
    times = {name: [] for name in contenders}
    for run in contenders.values():
        run()  # a warm-up
    for _ in range(repeats):
        for name, run in contenders.items():
            times[name].append(seconds(run))
    return times


def report(times, base, unit=1e3):
    for name, values in times.items():
        ratio = statistics.median(a / b for a, b in zip(values, times[base]))
        middle, low, high = (unit * f(values) for f in (statistics.median, min, max))
        print(f"  {name:34s} {middle:9.1f} ms  [{low:.1f}-{high:.1f}]   × {ratio:.2f}")


def by_hand(network, X, Y):
    """The same formulas written out in one loop, as one would without a library; returns the last weights."""
    Ws, bs, m = [layer.W for layer in network], [layer.b for layer in network], X.shape[1]
    for _ in range(STEPS):
        A = [X]
        for W, b in zip(Ws[:-1], bs[:-1]):
            A.append(np.tanh(W @ A[-1] + b))
        dZ = 1 / (1 + np.exp(-(Ws[-1] @ A[-1] + bs[-1]))) - Y
        dWs, dbs = [None] * len(Ws), [None] * len(Ws)
        for k in range(len(Ws) - 1, -1, -1):
            dWs[k], dbs[k] = dZ @ A[k].T / m, dZ.sum(axis=1, keepdims=True) / m
            if k:
                dZ = Ws[k].T @ dZ * (1 - A[k] ** 2)
        Ws = [W - RATE * dW for W, dW in zip(Ws, dWs)]
        bs = [b - RATE * db for b, db in zip(bs, dbs)]
    return Ws


def ours(network, X, Y, steps=STEPS):
    for last, _, _ in mlp.train(network, X, Y, RATE, steps):
        pass
    return [layer.W for layer in last]


def with_sklearn(sizes, X, Y):
    from sklearn.neural_network import MLPClassifier
    samples, labels = X.T.copy(), Y[0].astype(int)

    def run():
        model = MLPClassifier(sizes[1:-1], activation="tanh", solver="sgd", batch_size=len(labels), momentum=0,
                              learning_rate_init=RATE, alpha=0)
        for _ in range(STEPS):
            model.partial_fit(samples, labels, classes=(0, 1))
    return run


def with_torch(sizes, X, Y):
    import torch
    samples, labels = torch.tensor(X.T.copy()), torch.tensor(Y.T.copy())

    def run():
        layers = []
        for inputs, units in zip(sizes, sizes[1:]):
            layers += [torch.nn.Linear(inputs, units, dtype=torch.float64), torch.nn.Tanh()]
        model = torch.nn.Sequential(*layers[:-1])
        optimizer, loss = torch.optim.SGD(model.parameters(), lr=RATE), torch.nn.BCEWithLogitsLoss()
        for _ in range(STEPS):
            optimizer.zero_grad()
            loss(model(samples), labels).backward()
            optimizer.step()
    return run


def training():
    X, Y = datasets.moons(np.random.default_rng(0), 200)
    for sizes in ((2, 8, 1), (2, 16, 16, 1)):
        network = mlp.build(np.random.default_rng(0), sizes, "tanh", "xavier_normal")
        for a, b in zip(ours(network, X, Y), by_hand(network, X, Y)):
            np.testing.assert_allclose(a, b, rtol=1e-6, atol=1e-9)  # the same work, or the race means nothing
        print(f"\n{STEPS:,} full-batch steps of {'-'.join(map(str, sizes))}, 200 samples")
        contenders = {"hand-written loop": lambda n=network: by_hand(n, X, Y),
                      "course_lib, checks included": lambda n=network: ours(n, X, Y)}
        peers = (("sklearn", "scikit-learn partial_fit", with_sklearn), ("torch", "PyTorch eager", with_torch))
        for package, name, make in peers:
            if importlib.util.find_spec(package):
                contenders[name] = make(sizes, X, Y)
            else:
                print(f"  {package} is not installed: pip install -r benchmarks/requirements.txt")
        report(race(contenders), "hand-written loop")


def batch():
    X, Y = datasets.xor(np.random.default_rng(0))
    networks = mlp.build(np.random.default_rng(0), (2, 8, 1), "tanh", "normal", batch=(64,))
    singles = [tuple(layer._replace(W=layer.W[k], b=layer.b[k]) for layer in networks) for k in range(64)]
    print("\n64 networks 2-8-1 on XOR, 300 steps each")
    report(race({"64 at once (leading axis)": lambda: ours(networks, X, Y, 300),
                 "a loop over 64": lambda: [ours(one, X, Y, 300) for one in singles]}, 5), "64 at once (leading axis)")


def moves(explorer, control, count=30):
    """Fresh positions of a control; a control with few positions is left for new seeds."""
    values = explorer.scene.controls[control].values
    if len(values) >= 5 and control != "seed":
        return [{control: values[k]} for k in np.linspace(0, len(values) - 1, count).astype(int)]
    return [{"seed": 100 + k} for k in range(count)]


def explorers():
    print("\nkernel cost of one move, ms (median of 30): compute + draw + encode")
    for name in EXPLORERS:
        explorer = EXPLORERS[name]()
        start = {k: v for k, v in (("activation", "tanh"), ("start_W1", "random")) if k in explorer.controls}
        explorer.canvas.draw(explorer.compute())
        state = "seed" if "seed" in explorer.controls else explorer.main
        direct = "step" if "step" in explorer.controls else explorer.main
        for kind, control in {"direct": direct, "main": explorer.main, "state": state}.items():
            parts = []
            for move in moves(explorer, control):
                marks = [time.perf_counter()]
                result = explorer.compute(**start | move)
                marks.append(time.perf_counter())
                pixels = explorer.canvas.draw(result)
                marks.append(time.perf_counter())
                plots.encode_png(pixels)
                marks.append(time.perf_counter())
                parts.append(np.diff(marks) * 1e3)
            compute, draw, encode = np.median(parts, axis=0)
            print(f"  {name:14s} {kind:6s} ({control:5s}) {compute:5.1f} + {draw:4.1f} + {encode:4.1f} = "
                  f"{np.median(np.sum(parts, axis=1)):5.1f}")


def memory():
    print("\nkernel after each notebook (budget 150 MB, 60 s)")
    for path in sorted((ROOT / "notebooks").glob("[0-9]*.ipynb")):
        client = nbclient.NotebookClient(nbformat.read(path, as_version=4), kernel_name="python3")
        with client.setup_kernel():
            begun = time.perf_counter()
            for index, cell in enumerate(client.nb.cells):
                client.execute_cell(cell, index)
            took = time.perf_counter() - begun
            status = Path(f"/proc/{client.km.provisioner.pid}/status")
            if not status.exists():
                print(f"  {path.stem:20s} {took:5.1f} s (memory is read from /proc, which this system lacks)")
                continue
            kilobytes = next(int(line.split()[1]) for line in status.read_text().splitlines() if "VmRSS" in line)
        print(f"  {path.stem:20s} {kilobytes / 1024:5.0f} MB  {took:5.1f} s")


def main():
    warnings.filterwarnings("ignore", module="sklearn|zmq|jupyter_client|nbclient")
    print(f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, NumPy {np.__version__}")
    parts = {"training": training, "batch": batch, "explorers": explorers, "memory": memory}
    for name in sys.argv[1:] or parts:
        parts[name]()


if __name__ == "__main__":
    main()
