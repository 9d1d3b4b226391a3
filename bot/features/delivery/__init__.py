"""What became of a text, and the Slack message that says so."""
