"""What goes wrong, told in a channel once, and that it is over; and the figures of each week."""
