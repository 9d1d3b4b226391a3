"""What an assistant may use: tools that look things up and draft, beside the running bot. None of them sends.

The process acts for one person, with their roles. It reads the bot's database and asks SMS-iT and Slack what
can be asked without changing anything; all it writes is a draft, which the bot shows that person.
"""
