"""Columns of files in these tests."""

from bot.features.imports.columns import Columns

EVERYTHING = Columns(number=(0,), name=(1,), email=(2,), birthday=(3,), group=(4,))
