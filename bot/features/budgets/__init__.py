"""How many credits people, channels and everybody together may take in a day."""
