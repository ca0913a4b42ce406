"""Notebook 07, Saturation: What is too large, and what is too small?"""
