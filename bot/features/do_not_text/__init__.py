"""The numbers nobody may text from here, whatever SMS-iT says."""
