"""Text your customers from Slack through SMS-iT."""
