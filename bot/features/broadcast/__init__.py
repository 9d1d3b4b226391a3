"""One text to a whole group, with the cost, the consent and a second person before the button."""
