"""Products of two factors, and what each factor hears of the error.

    W = W0 + B @ A        a low-rank pair beside a fixed matrix (LoRA: Hu et al. 2021)
    dB = dW @ A^T         what A lets through
    dA = B^T @ dW         what B lets through

    Y = gate * F          a number in front of a branch (ReZero: Bachlechner et al. 2020), or one for each unit
    dgate = sum(dY * F)   what F lets through
    dF = gate * dY        what the gate lets through

A (rank, inputs), B (units, rank), W and dW (units, inputs). Row r of A and column r of B together are one unit of the
pair. A factor that is exactly zero stops the other's gradient, never its own. Pure functions that check nothing.
"""

import numpy as np


def pair(W0, B, A):
    """The matrix that a low-rank pair makes of W0: (units, inputs)."""
    return W0 + B @ A


def pair_gradients(dW, B, A):
    """(dB, dA) for the pair's factors, from the gradient dW of the matrix they make."""
    return dW @ A.swapaxes(-1, -2), B.swapaxes(-1, -2) @ dW


def pair_rank(B, A, tol=1e-9):
    """The rank of B @ A: how many of its singular values exceed tol times the largest; 0 for a product of zeros."""
    sizes = np.linalg.svd(B @ A, compute_uv=False)
    return int((sizes > tol * sizes[0]).sum()) if sizes[0] > 0 else 0


def gate_gradients(dY, gate, F):
    """(dgate, dF) for Y = gate * F, summed over what one number of the gate serves.

    gate is a number, or (units, 1) for F, dY (units, samples). Over samples the sum is no mean: divide by them
    if dY belongs to each sample's own loss.
    """
    product = dY * F
    gate = np.asarray(gate, float)
    return (product.sum() if gate.ndim == 0 else product.sum(axis=-1, keepdims=True)), gate * dY
