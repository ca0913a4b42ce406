"""Why must the weights of a neural network start as random numbers? A small library to find out.

Read it in this order (twenty minutes): activations, initializers, datasets, mlp, diagnostics;
then plots, live and one file of explorers to see how a picture is made.

    inputs X       (inputs, samples)    one column per sample
    weights W      (units, inputs)      row i belongs to unit i
    biases b       (units, 1)
    Z = W @ A + b  (units, samples)     pre-activations
    A = f(Z)       (units, samples)     activations
"""

__version__ = "0.1.0"
