"""Erasing a person: what of every table is theirs, what becomes of it, and the record that it was done."""
