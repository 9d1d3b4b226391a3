"""Whose birthday it is these days."""
