"""What Slack refuses in a message, a view or a list of options, told before it is shown.

The rules are data: one table of blocks (`catalogue.py`), one of elements (`elements.py`), built from the
small rules of `rules.py`. Sources are the Block Kit reference pages; where two of Slack's own pages
disagree, the stricter figure stands.
"""

from bot.sandbox.slack.blocks.payloads import problems_in_message, problems_in_options, problems_in_view

__all__ = ["problems_in_message", "problems_in_options", "problems_in_view"]
