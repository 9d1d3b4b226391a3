"""What every feature shares on the Slack side."""

import bot.slack.library  # noqa: F401 -- before anybody else imports Slack's SDK, of which it leaves out much
