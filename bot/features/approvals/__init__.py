"""A second person who looks at a broadcast before it goes out."""
