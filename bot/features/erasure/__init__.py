"""Erasing a person from the bot's records, on request."""
