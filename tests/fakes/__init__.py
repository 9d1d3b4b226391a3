"""Stand-ins for a neighbour of what is tested: one fake for each, in a module named for the neighbour."""
