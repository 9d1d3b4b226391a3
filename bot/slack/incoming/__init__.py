"""What comes from Slack: connections, the registry of listeners, interactions and who may do what."""
