"""What waits for its time: what the bot holds, which can be changed, and what SMS-iT holds."""
