"""What whoever watches over the bot can ask it: whether it lives, whether it is ready, and how it fares."""
