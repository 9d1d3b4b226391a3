"""Groups are told from contacts, so they stand on the same pretend contact list."""

from tests.features.contacts.conftest import account_clock, client, directory, figures, sandbox, sync

__all__ = ["account_clock", "client", "directory", "figures", "sandbox", "sync"]
