"""Numbers that texts do not reach: listed, and handed out as a file."""
