"""Steps of workflows in Slack: what the bot can do as a part of one, for a person the policy names."""
