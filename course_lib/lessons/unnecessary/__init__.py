"""Notebook 14, Unnecessary: Does it make initialization unnecessary?"""
