"""Lists: one text to many numbers, each with its own words, from what somebody pasted or uploaded."""
