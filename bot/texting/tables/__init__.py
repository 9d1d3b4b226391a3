"""Tables of numbers as people have them, read from files and pasted text, and written as CSV."""
