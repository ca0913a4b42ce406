"""Notebook 04, Constant init: How much is a network of equal units worth?"""
