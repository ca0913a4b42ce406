"""Notebook 13, Filters heads: the one question of this notebook?"""
