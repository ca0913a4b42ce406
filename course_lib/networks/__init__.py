"""The network as you have it, and the data as you have it, in the form that the course reads: a tuple of mlp.Layer.

    network = networks.from_arrays([W1, W2], [b1, b2], "relu", output="softmax")     your own NumPy
    network = networks.from_torch(model)            or a state_dict, with activations=
    network = networks.from_keras(model)            or model.get_weights(), with activations=
    network = networks.from_sklearn(classifier)     a fitted MLPClassifier or MLPRegressor
    network = networks.from_flax(params, "relu", output="softmax")
    network, X, Y, loss = networks.arrange(network, X, Y)

    parts = networks.parts(model)   what is no row of fully connected layers, read by its weights alone

No other library is imported: each is read by what its objects can do. Weights are copied once, to float64, so that
nothing you hand in is ever modified, and your network may go on learning while its copy is read.
"""

from course_lib.networks.any_parts import parts, residual_parts
from course_lib.networks.arrays import from_arrays
from course_lib.networks.data import Arranged, arrange
from course_lib.networks.described import Part, Parts, part
from course_lib.networks.flax import from_flax
from course_lib.networks.keras import from_keras
from course_lib.networks.known import KNOWN, leaky_relu, recognize
from course_lib.networks.sklearn import from_sklearn
from course_lib.networks.torch import from_torch

__all__ = ["KNOWN", "Arranged", "Part", "Parts", "arrange", "from_arrays", "from_flax", "from_keras", "from_sklearn",
           "from_torch", "leaky_relu", "part", "parts", "recognize", "residual_parts"]
