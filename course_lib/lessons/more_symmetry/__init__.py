"""Notebook 08, More symmetry: What else breaks symmetry?"""
