"""Several SMS-iT accounts behind one Slack app: a front, and one bot of its own for each account."""
