"""How birthdays look: those of a week, and the texts of a day. Pure."""
