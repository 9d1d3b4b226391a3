"""Adding contacts to SMS-iT from a file."""
