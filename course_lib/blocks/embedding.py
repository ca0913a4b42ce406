"""Embeddings: a row of numbers for each token of a vocabulary, going in and coming out. Pure functions.

E and U are (vocabulary, d): row i belongs to token i. Tied embeddings use E for both.
"""


def embed(E, tokens):
    """The rows of `tokens` (samples,), as columns: (d, samples)."""
    return E[tokens].T


def next_token(E, U, tokens, M=None):
    """Scores for the token that follows each of `tokens` (samples,): U M e, of shape (vocabulary, samples).

    M (d, d) is what lies between the embedding and the output; without it the scores are U e. Tied: U is E.
    """
    e = embed(E, tokens)
    return U @ (e if M is None else M @ e)
