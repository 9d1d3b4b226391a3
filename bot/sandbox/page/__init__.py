"""The page in the browser: a Slack people recognise, drawn from the pretend workspace.

Python all the way: NiceGUI serves its own fonts, icons and scripts, so the page works without a network.
"""

from bot.sandbox.page.mount import mount_page

__all__ = ["mount_page"]
