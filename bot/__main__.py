"""``python -m bot`` is ``smsit-bot``."""

import sys

from bot.cli import main

sys.exit(main())
