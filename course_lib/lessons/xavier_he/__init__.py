"""Notebook 06, Xavier and He: How large should random be?"""
