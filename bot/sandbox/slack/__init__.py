"""A small Slack workspace for one app: the Web API, Socket Mode, signed HTTP and the people who use it.

Where Slack's behaviour is not certain this workspace takes the stricter reading, and everything it had to
refuse or drop is listed in :attr:`bot.sandbox.slack.state.State.problems`.
"""
