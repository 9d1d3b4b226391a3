"""Two workspaces and three SMS-iT accounts behind one app: what left which account is the judge."""

import http.client
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from bot.accounts import command
from bot.accounts.household import Household
from bot.sandbox import Sandbox
from bot.sandbox.slack import payloads
from bot.sandbox.slack.model import Answer, Delivery, Lane, Message, Team
from bot.sandbox.slack.person import Person
from bot.settings import load_edge
from bot.slack.incoming.installation import DONE, INSTALL, NOT_DONE, NOT_NAMED, REDIRECT
from bot.texting.clock import utc_now
from tests.accounts import household
from tests.flows import first_start
from tests.flows.harness import declared, words_in
from tests.patience import ACK_SECONDS, PATIENCE_SECONDS, wait_until

pytestmark = [pytest.mark.long, pytest.mark.measured]

ADA: Final = "14155550100"
FRONT, HELP, UPDATES = "C0FRONT", "C0HELP", "C0UPDATES"
NORTH: Final = Team("T0NORTH", "North Street", "north-street")
STRANGE: Final = Team("T0STRANGE", "Strangers", "strangers")
NAMED: Final = """
[accounts.clinic]
name = "Clinic"
workspace = "T0HARBOUR"
settings = "clinic.env"
channels = ["C0FRONT"]
people = ["U0MAYA"]

[accounts.dental]
name = "Dental"
workspace = "T0HARBOUR"
settings = "dental.env"
channels = ["C0HELP"]
people = ["U0MAYA"]

[accounts.north]
name = "North"
workspace = "T0NORTH"
settings = "north.env"
"""


class Town:
    """The workspaces `harbour` and `north`; each account has an SMS-iT of its own."""

    def __init__(self, folder: Path) -> None:
        secret = household.EDGE["SLACK_SIGNING_SECRET"]

        def sandbox(team: Team | None = None) -> Sandbox:
            more = {} if team is None else {"team": team}
            made = Sandbox(
                clock=utc_now,
                contacts=5,
                manifest=declared(),
                ack_limit=ACK_SECONDS,
                signing_secret=secret,
                **more,  # type: ignore[arg-type] # a team, where there is one
            )
            return made.start()

        self.clinic, self.dental, self.north = sandbox(), sandbox(), sandbox(NORTH)
        self.smsit = {"clinic": self.clinic, "dental": self.dental, "north": self.north}
        for key, each in self.smsit.items():
            each.smsit.api_key = f"key-of-{key}"
        self.harbour = self.clinic.slack
        self.folder = folder
        self.household = self._household()
        self.household.start()
        url = f"http://127.0.0.1:{self.household.port}/slack/events"
        self.harbour.request_url = self.north.slack.request_url = url

    def _household(self) -> Household:
        numbers = {"clinic": "14155550190", "dental": "14155550191", "north": "12125550190"}
        by_hand = {"SLACK_BOT_TOKEN": self.harbour.bot_token, "SLACK_API_URL": self.clinic.slack_api_url}
        for key, number in numbers.items():
            slack = {"SLACK_BOT_TOKEN": ""} if key == "north" else by_hand
            smsit = {"SMSIT_BASE_URL": self.smsit[key].smsit_base_url}
            household.account(self.folder, key, number, {**slack, **smsit})
            first_start.put(self.folder / f"{key}.db")
        grants = self.north.slack.grants
        app = {"SLACK_CLIENT_ID": grants.client_id, "SLACK_CLIENT_SECRET": grants.client_secret}
        shared = {**app, "SLACK_API_URL": self.north.slack_api_url, "LOG_LEVEL": "ERROR", "OPS_PORT": "0"}
        file = str(household.shared(self.folder, NAMED, shared))
        edge = load_edge(file)
        assert edge is not None
        return command.prepare(file, edge)()

    def close(self) -> None:
        assert self.household.stop()
        for each in self.smsit.values():
            each.stop()

    def maya(self, workspace: str = "harbour") -> Person:
        return (self.harbour if workspace == "harbour" else self.north.slack).person("U0MAYA")

    @property
    def texts(self) -> dict[str, list[str]]:
        """The words of every text by the account it left: the judge."""
        return {key: [text.body for text in each.smsit.ledger] for key, each in self.smsit.items()}

    def get(self, path: str, cookie: str = "", port: int | None = None) -> tuple[int, Mapping[str, str], str]:
        connection = http.client.HTTPConnection("127.0.0.1", port or self.household.port)
        connection.request("GET", path, headers={"Cookie": cookie})
        answer = connection.getresponse()
        headers = {name.lower(): value for name, value in answer.getheaders()}
        found = answer.status, headers, answer.read().decode()
        connection.close()
        return found

    def install(self, team: Team, token: str) -> tuple[int, str]:
        """Install the app as somebody's browser does: from page to page, with its cookie."""
        _status, headers, page = self.get(INSTALL)
        cookie = headers["set-cookie"].partition(";")[0]
        address = re.findall(r'href="(https://slack[^"]+)"', page)[0].replace("&amp;", "&")
        state = parse_qs(urlsplit(address).query)["state"][0]
        code = self.north.slack.grants.permit(team, token)
        self.state = state
        status, _headers, said = self.get(f"{REDIRECT}?{urlencode({'code': code, 'state': state})}", cookie)
        return status, said


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with household.patient():
        made = Town(tmp_path_factory.mktemp("town"))
        yield made
        made.close()


def shown(person: Person) -> str:
    assert person.view is not None
    return words_in(person.view.view)


def compose(person: Person, words: str, channel: str, account: str) -> None:
    """Type a command, and see whose form it is."""
    answer = person.command(f"/sms {ADA} {words}", channel=channel)
    assert answer.acked, answer
    wait_until(lambda: person.title == "Send a text")
    assert f"Account: *{account}*" in shown(person)


def send(person: Person, account: str) -> Answer:
    """Review the form and send, and see whose review it is."""
    assert person.submit().acked
    wait_until(lambda: person.title == "Review text")
    assert f"Account: *{account}*" in shown(person)
    return person.submit()


def left(town: Town, key: str, words: str) -> None:
    wait_until(lambda: words in town.texts[key])


def test_each_text_leaves_the_account_it_was_written_in(town: Town) -> None:
    maya = town.maya()
    compose(maya, "from the clinic", FRONT, "Clinic")
    sent = send(maya, "Clinic")
    town.harbour.redeliver(sent)  # Slack delivers again what it got no answer to
    compose(maya, "from the dentist", HELP, "Dental")
    send(maya, "Dental")
    left(town, "clinic", "from the clinic")
    left(town, "dental", "from the dentist")

    # In a channel of no account she says which one; the form stays with it, whatever she chooses meanwhile.
    asked = maya.command(f"/sms {ADA} for whom", channel=UPDATES)
    assert "Which SMS-iT account do you text as?" in str(asked.body)
    assert maya.view is None
    town.harbour.wait_for(lambda: maya.sees(UPDATES), PATIENCE_SECONDS)
    question = maya.sees(UPDATES)[-1]
    maya.press("Text as Clinic", message=question)
    compose(maya, "begun as the clinic", UPDATES, "Clinic")
    maya.press("Text as Dental", message=question)
    send(maya, "Clinic")
    left(town, "clinic", "begun as the clinic")
    compose(maya, "chosen meanwhile", UPDATES, "Dental")
    send(maya, "Dental")
    left(town, "dental", "chosen meanwhile")

    assert town.texts == {
        "clinic": ["from the clinic", "begun as the clinic"],
        "dental": ["from the dentist", "chosen meanwhile"],
        "north": [],
    }
    for channel, key in ((FRONT, "clinic"), (HELP, "dental")):

        def followed(channel: str = channel) -> list[Message]:
            return [each for each in maya.sees(channel) if "outbox." in str(each.blocks)]

        buttons = town.harbour.wait_for(followed, PATIENCE_SECONDS)
        assert all(f"@{key}" in str(each.blocks) for each in buttons)
    senders = {key: {text.sender for text in each.smsit.ledger} for key, each in town.smsit.items()}
    assert senders == {"clinic": {"14155550190"}, "dental": {"14155550191"}, "north": set()}
    assert town.harbour.problems == []


def test_a_workspace_has_the_app_when_it_is_named_and_as_long_as_it_is_installed(town: Town) -> None:
    before = town.texts
    maya = town.maya("north")
    answer = maya.command(f"/sms {ADA} too early", channel=FRONT)
    assert "isn't available" in str(answer.body)

    status, said = town.install(STRANGE, "xoxb-of-strangers")
    assert (status, NOT_NAMED in said) == (403, True)
    assert town.north.slack.grants.revoked == ["xoxb-of-strangers"]
    assert town.get(f"{REDIRECT}?code=1&state={town.state}")[0] == 400  # another browser
    assert NOT_DONE in town.get(f"{REDIRECT}?error=access_denied")[2]

    status, said = town.install(NORTH, town.north.slack.bot_token)
    assert (status, DONE in said) == (200, True)
    wait_until(lambda: town.household.houses["north"].is_up)
    compose(maya, "from the north", FRONT, "North")
    send(maya, "North")
    left(town, "north", "from the north")
    assert town.texts == {**before, "north": ["from the north"]}
    ready = town.get("/readyz", port=town.household.ops_port)[2]
    assert all(f'"{key}.database": {{"ok": true' in ready for key in town.smsit)

    of_a_person = {"type": "tokens_revoked", "tokens": {"oauth": ["U0MAYA"], "bot": []}}
    revoked = payloads.event(town.north.slack, of_a_person)
    assert town.north.slack.courier.deliver(Delivery(Lane.EVENT, revoked)).acked
    assert town.household.houses["north"].is_up
    gone = payloads.event(town.north.slack, {"type": "app_uninstalled"})
    assert not town.north.slack.courier.deliver(
        Delivery(Lane.EVENT, gone)
    ).acked  # told late: it is there again
    assert town.household.houses["north"].is_up
    town.north.slack.fail("auth.test", "account_inactive")
    assert town.north.slack.courier.deliver(Delivery(Lane.EVENT, gone)).acked
    wait_until(lambda: not town.household.houses["north"].is_up)
    assert "isn't available" in str(maya.command(f"/sms {ADA} too late", channel=FRONT).body)
    assert town.texts == {**before, "north": ["from the north"]}
    assert b"xoxb" not in (town.folder / "accounts.db").read_bytes()
