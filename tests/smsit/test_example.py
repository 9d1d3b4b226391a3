"""The example in the package's docstring works as printed."""

import doctest
import subprocess
import sys

import bot.smsit
from bot.smsit import Endpoint
from tests.smsit.loopback import Loopback


def test_the_example_of_the_package_works(server: Loopback) -> None:
    server.says(Endpoint.CREDIT_BALANCE, '[{"creditbalancenumber":"145"}]')
    server.says(Endpoint.SMS_CONTACT, '[{"status":"0"}]')
    server.says(Endpoint.CONTACT_REPORT, '{"smsstatus":"delivered","errormsg":""}')
    server.says(Endpoint.SMS_GROUP, '[{"status":"-14"}]')
    results = doctest.testmod(bot.smsit, extraglobs={"pretend_service": server.url})
    assert (results.failed, results.attempted > 2) == (0, True)


def test_the_package_stands_alone() -> None:
    probe = (
        "import sys, bot.smsit\n"
        "print([name for name in sys.modules if name.partition('.')[0] in {'slack_bolt', 'slack_sdk', 'dbos'}"
        " or name.startswith('bot.') and not name.startswith('bot.smsit')])"
    )
    run = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)  # noqa: S603 - fixed
    assert run.stdout.strip() == "['bot.stand_ins']"  # which knows nothing of the bot either


def test_everything_offered_is_there() -> None:
    assert sorted(bot.smsit.__all__) == sorted(set(bot.smsit.__all__))
    assert all(hasattr(bot.smsit, name) for name in bot.smsit.__all__)
