"""Notebook 03, Zero init: What never moves when all weights start at zero?"""
