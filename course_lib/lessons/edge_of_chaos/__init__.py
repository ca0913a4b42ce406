"""Notebook 15, The edge of chaos: How deep may a network be?"""
