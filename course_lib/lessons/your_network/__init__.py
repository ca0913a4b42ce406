"""Notebook 11, Your network: the one question of this notebook?"""
