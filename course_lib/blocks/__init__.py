"""Building blocks beyond the plain network: pure functions of arrays."""
