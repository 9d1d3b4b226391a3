"""Write docs/reference/doctor.md again."""

from bot import demo
from bot.sandbox import Sandbox
from bot.texting.clock import utc_now
from tests.patience import ACK_SECONDS
from tests.service.doctor import doubtful, seen
from tests.service.doctor.broken import ROWS

assert doubtful.LOOK  # its rows are there
with Sandbox(clock=utc_now, contacts=5, manifest=demo.manifest(), ack_limit=ACK_SECONDS) as sandbox:
    lines = {row.what: seen.tried(row, sandbox) for row in ROWS}
seen.PAGE.write_text(seen.page(lines), "utf-8")
