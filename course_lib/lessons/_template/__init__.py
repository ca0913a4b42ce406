"""Notebook 99, Template: the one question of this notebook?"""
