"""Groups: their names and sizes, who is in them, and whom a text to one reaches."""
