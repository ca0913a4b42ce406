"""Notebook 02, Backprop: What does each unit hear of the error?"""
