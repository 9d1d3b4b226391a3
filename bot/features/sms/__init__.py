"""One text to one person: written, checked, confirmed, sent."""
