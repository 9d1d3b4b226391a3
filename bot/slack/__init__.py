"""What every feature shares on the Slack side."""
