"""Series that are kept here: each date is a send of its own, and they can be skipped, paused and stopped."""
