"""Block Kit and the words every view shares. Nothing here does input or output."""
