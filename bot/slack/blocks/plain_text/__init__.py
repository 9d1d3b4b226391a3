"""From what Slack shows to the words of a text: markup, rich text, whole messages, names of emoji. Pure."""
