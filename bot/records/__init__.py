"""The records as a whole: backed up, restored, moved to another database, and handed out as tables."""
