"""How templates look."""
