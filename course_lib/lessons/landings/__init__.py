"""Notebook 09, Landings and restarts: Does it matter where you land?"""
