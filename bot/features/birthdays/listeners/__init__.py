"""How Slack reaches birthdays and the texts that are held for them."""
