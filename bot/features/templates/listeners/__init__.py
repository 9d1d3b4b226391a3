"""How Slack reaches templates."""
