"""Audiences: who is texted, each once, and who is left out."""
