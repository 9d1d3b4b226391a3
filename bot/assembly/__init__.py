"""Where concrete classes are named and tied together, from the ground up; :mod:`bot.app` runs the result."""
