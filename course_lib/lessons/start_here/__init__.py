"""Notebook 00, Start here: Which popular answers are true?"""
