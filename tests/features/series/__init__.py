"""Series that are kept here."""
