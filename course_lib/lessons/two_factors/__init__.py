"""Notebook 12, Two factors: Which zeros are dead, and which only wait?"""
