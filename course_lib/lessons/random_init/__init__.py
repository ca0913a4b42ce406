"""Notebook 05, Random init: How different is different enough?"""
