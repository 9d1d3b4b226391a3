"""Texts that are written once and used again."""
