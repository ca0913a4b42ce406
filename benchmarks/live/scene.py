"""The reference scene, for us and for every peer: two heat maps, a loss curve of 100 training steps, a histogram."""

import anywidget
import numpy as np
import traitlets

from course_lib import live, plots

POSITIONS, RATES, STEPS, BINS = 61, (0.25, 0.5, 1.0), 100, 20
EDGES = np.linspace(-4, 4, BINS + 1)
_rng = np.random.default_rng(0)
W0, V0, X = _rng.standard_normal((8, 4)), _rng.standard_normal((1, 8)), _rng.standard_normal((4, 64))
Y = (X[:1] * X[1:2] > 0).astype(float)


def compute(k, rate=0.5):
    """A network's training from the k-th scale: W, dW, losses (101,), and counts of W in bins. About 4 ms."""
    W, V, losses = (0.05 + k / 20) * W0, V0.copy(), []
    for _ in range(STEPS + 1):
        A = np.tanh(W @ X)
        Z = V @ A
        P = 1 / (1 + np.exp(-Z))
        losses.append(np.mean(np.logaddexp(0, Z) - Y * Z))
        dW = (V.T @ (P - Y) * (1 - A**2)) @ X.T / 64
        V, W = V - rate * (P - Y) @ A.T / 64, W - rate * dW
    return W, dW, np.array(losses), np.histogram(W, EDGES)[0]


def explorer():
    """The scene as the course would build it."""
    def panels(figure):
        scale = plots.Scale(30, 0.01)

        def rows(left, heading):
            return plots.WeightRows(plots.place(figure, left, 60, 170, 220), 8, ("1", "2", "3", "4"), heading, scale)

        def curve(left, heading, xlim, ylim, xlabel):
            ax = plots.place(figure, left, 60, 170, 220)
            return plots.Curves(ax, [heading], heading, xlim, ylim, xlabel)

        return {"W": rows(40, "W"), "dW": rows(260, "dW"),
                "loss": curve(490, "loss", (0, STEPS), (0, 2), "step"),
                "hist": curve(710, "count", (-4, 4), (0, 16), "W")}

    def result(k, rate):
        W, dW, losses, counts = compute(k, rate)
        return {"W": W, "dW": dW, "loss": plots.Shows(xs=np.arange(STEPS + 1), ys=losses),
                "hist": plots.Shows(xs=EDGES[:-1], ys=counts)}

    return live.Explorer({"k": live.slider("k", range(POSITIONS), 30), "rate": live.slider("rate", RATES, 0.5)}, result,
                         panels, lambda result, k, **_: f"position {k}", "k")


def draw(figure, k):
    """The scene on a Matplotlib figure, from nothing; returns a function of k that moves its artists."""
    axes = figure.subplots(1, 4)
    W, dW, losses, counts = compute(k)
    maps = [ax.imshow(M, vmin=-3, vmax=3, cmap="PuOr_r") for ax, M in zip(axes, (W, dW))]
    line, = axes[2].plot(losses)
    axes[2].set_ylim(0, 2)
    bars = axes[3].bar(EDGES[:-1], counts, width=0.4)
    axes[3].set_ylim(0, 16)

    def move(k):
        W, dW, losses, counts = compute(k)
        maps[0].set_data(W)
        maps[1].set_data(dW)
        line.set_ydata(losses)
        for bar, count in zip(bars, counts):
            bar.set_height(count)

    return move


class InTheBrowser(anywidget.AnyWidget):
    """The limit: the same training and the same four panels in JavaScript, no kernel, no messages."""

    _esm = """
    function scene(k, W0, V0, X, Y) {
      let W = W0.map(r => r.map(w => (0.05 + k / 20) * w)), V = [...V0], losses = [], dW;
      for (let t = 0; t <= 100; t++) {
        const A = W.map(r => X[0].map((_, s) => Math.tanh(r.reduce((sum, w, i) => sum + w * X[i][s], 0))));
        const Z = X[0].map((_, s) => A.reduce((sum, a, u) => sum + V[u] * a[s], 0));
        const E = Z.map((z, s) => 1 / (1 + Math.exp(-z)) - Y[s]);
        const one = (z, s) => Math.log1p(Math.exp(-Math.abs(z))) + Math.max(z, 0) - Y[s] * z;
        losses.push(Z.reduce((sum, z, s) => sum + one(z, s), 0) / 64);
        const dZ = A.map((a, u) => E.map((e, s) => V[u] * e * (1 - a[s] ** 2)));
        dW = dZ.map(d => X.map(x => d.reduce((sum, e, s) => sum + e * x[s], 0) / 64));
        V = V.map((v, u) => v - 0.5 * E.reduce((sum, e, s) => sum + e * A[u][s], 0) / 64);
        W = W.map((r, u) => r.map((w, i) => w - 0.5 * dW[u][i]));
      }
      return [W, dW, losses];
    }
    async function render({model, el}) {
      const canvas = el.appendChild(document.createElement('canvas'));
      [canvas.width, canvas.height, canvas.className] = [900, 350, 'course-canvas'];
      const c = canvas.getContext('2d');
      const slider = await model.widget_manager.get_model(model.get('slider').slice(10));
      const draw = () => {
        const k = slider.get('index'), [W, dW, losses] = scene(k, ...['W0', 'V0', 'X', 'Y'].map(n => model.get(n)));
        c.clearRect(0, 0, 900, 350);
        [W, dW].forEach((M, m) => M.forEach((r, u) => r.forEach((w, i) => {
          c.fillStyle = `hsl(${w > 0 ? 30 : 270} 70% ${90 - Math.min(60, 20 * Math.abs(w))}%)`;
          c.fillRect(40 + 220 * m + 42 * i, 60 + 27 * u, 40, 25);
          c.fillStyle = '#000'; c.fillText(w.toFixed(2), 46 + 220 * m + 42 * i, 76 + 27 * u);
        })));
        c.beginPath();
        losses.forEach((l, t) => c.lineTo(490 + 1.7 * t, 280 - 110 * l));
        c.stroke();
        const counts = Array(20).fill(0);
        for (const w of W.flat()) if (Math.abs(w) < 4) counts[Math.floor((w + 4) / 0.4)] += 1;
        counts.forEach((n, b) => c.fillRect(710 + 8.5 * b, 280 - 14 * n, 8, 14 * n));
        canvas.dispatchEvent(new CustomEvent('course-frame', {bubbles: true, detail: {values: {k}, held: true}}));
      };
      slider.on('change:index', draw);
      draw();
      canvas.dataset.values = '{}';
    }
    export default {render};
    """
    slider = traitlets.Unicode().tag(sync=True)
    W0 = traitlets.List(W0.tolist()).tag(sync=True)
    V0 = traitlets.List(V0[0].tolist()).tag(sync=True)
    X = traitlets.List(X.tolist()).tag(sync=True)
    Y = traitlets.List(Y[0].tolist()).tag(sync=True)
