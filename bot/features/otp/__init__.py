"""One-time codes: sent to somebody on the phone, read back, and checked."""
