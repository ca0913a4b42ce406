"""From sizes and an initializer to a network."""

import numbers

from course_lib import activations
from course_lib.checking import array, generator, whole
from course_lib.initializers import INITIALIZERS, WithBias, constant
from course_lib.mlp.network import Layer


def _one_per_layer(name, given, layers):
    """A sequence with one item per layer, as a list; a single thing serves every layer."""
    if isinstance(given, (list, tuple)):
        if len(given) != layers:
            raise ValueError(f"{name} must be one for all or one per layer: {layers} layers, but {len(given)} given")
        return list(given)
    return [given] * layers


def _activations(activation, hidden, output):
    """One activation per layer, the output last. An Activation is a tuple, and yet one thing."""
    if isinstance(activation, activations.Activation) or not isinstance(activation, (list, tuple)):
        activation = [activation] * hidden
    if len(activation) != hidden:
        raise ValueError(f"activation must be one for all or one per hidden layer: {hidden} hidden layers, "
                         f"but {len(activation)} given (the output layer's is `output`)")
    return [*activation, output]


def _draw(name, initializer, rng, shape):
    """Weights of `shape`, or of (batch, *shape) from an initializer whose scale is an array."""
    if isinstance(initializer, str):
        initializer = INITIALIZERS[initializer]
    if not callable(initializer):
        raise TypeError(f"{name} must be a name or a callable (rng, shape) -> W, not {initializer!r}")
    W = array(f"what {name} returned", initializer(rng, shape))
    if W.shape[-2:] != shape[-2:] or W.ndim < len(shape) or W.ndim > 3:
        raise ValueError(f"{name} returned shape {W.shape} for shape {shape}")
    return W


def _biases(bias, initializer, rng, W_shape):
    """Biases for weights of that shape: as `bias` says, or those that the initializer brings along, or 0."""
    shape = (*W_shape[:-1], 1)
    if bias is None:
        initializer = INITIALIZERS[initializer] if isinstance(initializer, str) else initializer
        bias = initializer if isinstance(initializer, WithBias) else 0.0
    if isinstance(bias, str):
        bias = INITIALIZERS[bias]
    if isinstance(bias, numbers.Real) and not isinstance(bias, bool):
        return constant(rng, shape, bias)
    if isinstance(bias, WithBias):
        return _draw("bias", lambda rng, shape: bias.bias(rng, W_shape), rng, shape)
    return _draw("bias", bias, rng, shape)


def build(rng, sizes, activation, initializer, output="sigmoid", bias=None, batch=()):
    """A network of len(sizes) - 1 layers, e.g. build(rng, (2, 4, 1), "tanh", "xavier_normal").

    sizes       inputs, hidden units ..., outputs
    activation  of the hidden layers: a name or an Activation, or a list with one for each hidden layer
    output      of the last layer: sigmoid, softmax and identity bring a matching loss, others need `loss=` (mlp.loss)
    initializer a name, a callable (rng, shape) -> W (functools.partial for options), or one per layer
    bias        a number, a callable (rng, shape) -> b with shape (units, 1), a name, or one per layer. None: 0, but an
                initializer with biases of its own ("pytorch_default"; initializers.WithBias) brings them
    batch       (networks,) draws that many independent networks at once: W is (networks, units, inputs)

    W is drawn before b, layer by layer, so the same rng state gives the same network. Raises KeyError for
    unknown names (listing the known ones), ValueError or TypeError for sizes and callables that do not fit.
    """
    generator(rng)
    sizes = [whole(f"sizes[{i}]", size) for i, size in enumerate(sizes)]
    if len(sizes) < 2:
        raise ValueError(f"sizes must name inputs and at least one layer, not {sizes}")
    batch = tuple(whole("batch", size) for size in batch)
    layers = len(sizes) - 1
    names = _activations(activation, layers - 1, output)
    for place, name in enumerate(names):
        if activations.get(name).df is None and place < layers - 1:
            raise ValueError(f"activation {activations.get(name).name!r} is for the output layer only")
    network = []
    for inputs, units, init, b, name in zip(sizes, sizes[1:], _one_per_layer("initializer", initializer, layers),
                                            _one_per_layer("bias", bias, layers), names):
        W = _draw("initializer", init, rng, (*batch, units, inputs))
        network.append(Layer(W, _biases(b, init, rng, W.shape), name))
    return tuple(network)
