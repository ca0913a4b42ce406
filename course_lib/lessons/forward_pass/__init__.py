"""Notebook 01, Forward pass: What does one hidden unit compute?"""
