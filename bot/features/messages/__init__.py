"""The Slack messages of sends, imports and appointments: drawn, posted and kept up to date."""
