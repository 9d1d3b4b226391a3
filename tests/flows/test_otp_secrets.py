"""The code stands in no log line, no Slack payload and no byte of the database, however it is written."""

import base64
import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot import logs
from bot.errors import UserError
from bot.sandbox.slack.model import Exchange
from bot.sandbox.smsit.faults import Fault
from bot.store.database import Database
from bot.store.sends import Send
from bot.store.states import SendState
from bot.store.verifications import Stage
from tests.flows.codes import POLICY, Codes, member, opened
from tests.flows.conftest import REFUSED
from tests.flows.harness import ADA, GRACE, Harness
from tests.flows.hidden import traces
from tests.flows.staff import TOM
from tests.store import postgres

TRUE, LOST, UNTRUE = "kwxzqvhjtp", "hjzwvxukqz", "lmrvypzgxw"
"""Codes that no id and no hash holds by chance: verified, lost on the way, and refused by SMS-iT."""
THEIRS = ("uvicorn", "websockets", "bot.sandbox", "asyncio")
"""Whose lines are those of the pretend Slack and SMS-iT, which know the codes."""
SLACK = ("slack_bolt", "slack_sdk")
LOUDEST = ("bot.features.otp", "bot.smsit", "urllib3", "sqlalchemy.engine")
"""Who must have said something, or the search would prove nothing."""


class Everything(logging.Handler):
    """Keeps each record of every logger, with its arguments and its traceback."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.kept: list[tuple[logging.LogRecord, str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.kept.append((record, f"{record.name} {self.format(record)} {record.args!r}"))


@pytest.fixture
def logged() -> Iterator[Everything]:
    """Every line of every library at DEBUG, which is more than the bot lets through."""
    handler, root = Everything(), logging.getLogger()
    loggers = (root, *logs.loud())
    before = [(each, each.level, each.propagate) for each in loggers]
    for each in loggers:
        each.setLevel(logging.DEBUG)
        each.propagate = False  # they say so much that nobody else should take it in
        each.addHandler(handler)
    yield handler
    for each, level, propagates in before:
        each.removeHandler(handler)
        each.setLevel(level)
        each.propagate = propagates


@pytest.fixture(params=["sqlite", "postgresql"])
def harness(request: pytest.FixtureRequest, tmp_path: Path, logged: Everything) -> Iterator[Harness]:
    assert logged.level == logging.DEBUG
    changed = {"DATABASE_URL": postgres.emptied()} if request.param == "postgresql" else {}
    with opened(tmp_path, POLICY, **changed) as own:
        yield own
        assert not own.sandbox.slack.problems, REFUSED


def test_a_whole_story_leaves_no_trace_of_its_codes(
    harness: Harness, logged: Everything, capfd: pytest.CaptureFixture[str]
) -> None:
    codes = Codes(harness)
    sent = send(codes, TRUE)
    places = stored(harness, "while it may be typed")
    kept = codes.verification(sent).code_hash or "none"
    assert traces(kept, places), "what is searched is not all that is stored"
    codes.ask(sent)
    codes.type("ggggggg")
    codes.smsit.faults.add("validateOtp", Fault.OTHER_ANSWER, answer='{"status":"0"}')
    assert "Verified." in codes.type(f"{TRUE[:5].upper()} - {TRUE[5:]}")
    harness.maya.close()
    harness.maya.command("/sms otp recent")
    harness.message("Your recent codes")

    codes.smsit.faults.add("smscontact", Fault.REPLY_LOST)
    lost = send(codes, LOST, until=SendState.UNKNOWN)
    harness.tick(seconds=30)
    harness.maya.press("Show text", message=codes.message(lost, "Last checked"))
    harness.modal("Text")
    harness.maya.close()
    with pytest.raises(UserError):
        codes.verifier.compare(lost.id, member(TOM), LOST, "another")

    untrue = send(codes, UNTRUE, GRACE)
    codes.smsit.faults.add("validateOtp", Fault.HTML)
    assert "*Not verified*" in codes.verify(untrue, UNTRUE)
    harness.tick(minutes=11)
    codes.message(lost, "the code expired")
    assert [codes.stands(each)[0] for each in (sent, lost)] == [Stage.VERIFIED, Stage.FAILED]

    harness.bot.stop()
    places |= (
        stored(harness, "at the end") | said_to_slack(harness) | {"stderr": capfd.readouterr().err.encode()}
    )
    told = [each for each in logged.kept if not each[0].name.startswith(THEIRS)]
    by_slack = [each for each in told if each[0].name.startswith(SLACK)]
    places["log"] = "\n".join(line for record, line in told if not record.name.startswith(SLACK)).encode()
    assert [each for each in LOUDEST if f"\n{each}" not in places["log"].decode()] == []
    assert len(places) > 50
    for code in (TRUE, LOST, UNTRUE):
        assert traces(code, places) == []
        # What a person typed comes from Slack; its SDK would log that at DEBUG, and the bot never lets it.
        typed_by_people = [record for record, line in by_slack if traces(code, {"": line.encode()})]
        assert all("view_submission" in record.getMessage() for record in typed_by_people)
        assert all(record.levelno < logging.ERROR for record in typed_by_people)


def send(codes: Codes, code: str, to: str = ADA, *, until: SendState = SendState.ACCEPTED) -> Send:
    """Have a code of ours made and texted."""
    answer = json.dumps({"status": "Success", "otp": code})
    codes.smsit.faults.add("generateOTP", Fault.OTHER_ANSWER, answer=answer)
    sent = codes.send(to, until=until)
    assert codes.code(to) == code
    return sent


def stored(harness: Harness, when: str) -> dict[str, bytes]:
    """Every byte of the files of the database, or every row of every table of a server."""
    found = {f"{path.name} {when}": path.read_bytes() for path in harness.folder.iterdir() if path.is_file()}
    assert f"policy.toml {when}" in found
    if harness.bot.database.path is not None:
        return found
    return found | rows(when)


def rows(when: str) -> dict[str, bytes]:
    query = "SELECT schemaname, tablename FROM pg_tables WHERE schemaname IN ('public', 'dbos')"
    found = {}
    database = Database(postgres.server_url())
    with database.read() as conn:
        for schema, table in conn.exec_driver_sql(query).all():
            kept = conn.exec_driver_sql(f'SELECT t::text FROM "{schema}"."{table}" t').scalars()  # noqa: S608 - our own tables
            found[f"{schema}.{table} {when}"] = "\n".join(kept).encode()
    database.close()
    assert f"dbos.workflow_status {when}" in found
    return found


def said_to_slack(harness: Harness) -> dict[str, bytes]:
    """All the bot said to Slack, and all Slack said but what a person typed."""
    return {
        f"{nth}: {each.direction}, {each.kind}": json.dumps(
            [each.summary, None if typed(each) else each.body, each.answer], default=str
        ).encode()
        for nth, each in enumerate(harness.sandbox.slack.traffic)
    }


def typed(exchange: Exchange) -> bool:
    return exchange.direction == "to bot" and exchange.kind == "view_submission"


@pytest.mark.parametrize(
    "hide",
    [
        str,
        str.upper,
        lambda code: code[::-1],
        lambda code: code[::-1].upper(),
        lambda code: base64.b64encode(code.encode()).decode(),
        lambda code: base64.b64encode(b"a" + code.encode() + b"bc").decode(),
        lambda code: base64.b64encode(b"ab" + code.upper().encode()).decode(),
        lambda code: base64.urlsafe_b64encode(b"abc" + code[::-1].encode()).decode(),
        lambda code: code.encode().hex().upper(),
        lambda code: code.encode("utf-16-le").decode("latin-1"),
    ],
)
def test_the_search_finds_a_code_however_it_is_hidden(hide: Callable[[str], str]) -> None:
    for code in (TRUE, "94b87b", "Ab3-?~"):
        assert traces(code, {"log": f"<p>{hide(code)}</p>".encode()}) != []
    assert traces(TRUE, {"log": hide(LOST).encode()}) == []
