"""The policy in force: read again, shown to admins, and its changes on record."""
