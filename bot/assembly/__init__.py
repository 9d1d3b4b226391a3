"""Where concrete classes are named and tied together; :mod:`bot.app` runs the result."""
