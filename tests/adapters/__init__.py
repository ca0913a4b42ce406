"""Adapters against the real libraries: `make test-adapters`, in an environment of its own."""
