"""The pure rules of texting: numbers, credits, sender IDs, dates. No input, no output, nothing of the bot."""
