"""Audiences: who of the contacts is texted, each phone once, and who is left out."""
