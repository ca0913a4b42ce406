"""The reading of networks.Parts, by their weights alone.

dead (two zeros in series), equal (filters, heads, units of a pair), stream (stacks of blocks), scale (normalization,
tied embeddings); examine puts them together.
"""
