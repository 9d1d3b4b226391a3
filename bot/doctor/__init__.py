"""``smsit-bot doctor``: everything the bot needs, looked at one by one; nothing is sent or changed.

Each module looks at one neighbour and yields a :class:`~bot.doctor.finding.Finding` for each thing it looks
at, whatever goes wrong.
"""
