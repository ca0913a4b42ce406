"""Attention of several heads: each looks over the tokens with a softmax and reports what it saw. Pure functions.

Tokens X are (d, tokens, samples). A head has four matrices: W_Q, W_K, W_V (heads, size, d) make queries, keys and
values of its own, W_O (heads, d, size) adds its report to the output. Vaswani et al. 2017, section 3.2.
"""

import autograd.numpy as np

from course_lib.blocks.pointwise import softmax


def _per_head(W, X):
    """W (heads, size, d) applied to X (d, tokens, samples): (heads, samples, tokens, size)."""
    heads, size, d = W.shape
    made = np.reshape(W, (heads * size, d)) @ np.reshape(X, (d, -1))
    return np.transpose(np.reshape(made, (heads, size, *X.shape[1:])), (0, 3, 2, 1))


def scores(W_Q, W_K, X):
    """How well each query fits each key, divided by √size: (heads, samples, queries, keys)."""
    keys = np.transpose(_per_head(W_K, X), (0, 1, 3, 2))
    return _per_head(W_Q, X) @ keys / np.sqrt(W_Q.shape[1])


def maps(W_Q, W_K, X):
    """Where each head looks from each token: rows of shares, (heads, samples, queries, keys)."""
    return softmax(scores(W_Q, W_K, X), axis=-1)


def attend(W_Q, W_K, W_V, W_O, X):
    """The sum of all heads' reports: (d, tokens, samples)."""
    heads, d, size = W_O.shape
    seen = np.transpose(maps(W_Q, W_K, X) @ _per_head(W_V, X), (0, 3, 2, 1))
    reports = np.reshape(np.transpose(W_O, (1, 0, 2)), (d, heads * size)) @ np.reshape(seen, (heads * size, -1))
    return np.reshape(reports, (d, *X.shape[1:]))
