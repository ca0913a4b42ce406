"""Why must the weights of a neural network start as random numbers? A small library to find out.

README says in which order to read it. What all of it is written in:

    inputs X       (inputs, samples)    one column per sample
    weights W      (units, inputs)      row i belongs to unit i
    biases b       (units, 1)
    Z = W @ A + b  (units, samples)     pre-activations
    A = f(Z)       (units, samples)     activations
"""

__version__ = "0.1.0"
