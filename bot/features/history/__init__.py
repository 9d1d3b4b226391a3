"""The record: what was sent, found again, with everything that happened to it."""
