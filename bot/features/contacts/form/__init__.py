"""Its forms: what Slack sends is read, and what is wrong said beside its field."""
