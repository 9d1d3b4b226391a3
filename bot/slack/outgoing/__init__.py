"""What goes to Slack: replies, modals, messages, files, and the background threads they run on."""
