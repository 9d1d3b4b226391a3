"""Block Kit drawn on the page, one file per family of blocks."""
