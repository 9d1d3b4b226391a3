"""What is made from the sources and is no part of the bot: pages of reference, and the site."""
