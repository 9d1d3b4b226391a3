"""How Slack reaches it."""
