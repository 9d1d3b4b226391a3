"""What the account can still pay for."""
