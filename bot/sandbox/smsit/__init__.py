"""A pretend SMS-iT: the ten endpoints with the real one's rules, traps and bad days."""
