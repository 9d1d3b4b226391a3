"""One package a noun: what happens, how it looks, how Slack reaches it, what the engine runs."""
