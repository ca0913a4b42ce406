"""Notebook 10, The clinic: What is wrong with this network?"""
