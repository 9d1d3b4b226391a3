"""Every documented code of every endpoint: the pretend SMS-iT gives it, the client understands it."""

import pytest

from bot.sandbox.smsit.quirks import Shape
from bot.smsit import DOCUMENTED, ApiError, Endpoint, SmsItClient
from tests.contract.rows import ROWS, Row, Scene
from tests.every import every
from tests.sandbox.smsit.serving import Stage

# What the API page lists: the endpoint's last negative code, and the ones beyond a gap. 0 is a success.
PAGE = {
    "addcontact": (-7,),
    "getcontacts": (-7,),
    "smsgroup": (-16,),
    "getbulksmsdeliveryreport": (-3,),
    "smscontact": (-12, -16),
    "getcontactsmsdeliveryreport": (-3,),
    "getcreditbalance": (-2,),
    "addappointment": (-9,),
    "generateOTP": (-2,),
    "validateOtp": (-2,),
}
NO_API_ACCESS = -20  # on no page, and on every endpoint
REFUSALS = {
    (endpoint, code)
    for endpoint, (last, *others) in PAGE.items()
    for code in (*range(-1, last - 1, -1), *others, NO_API_ACCESS)
}
SUCCESSES = {(endpoint, 0) for endpoint in PAGE}


def call(stage: Stage, scene: Scene) -> object:
    with SmsItClient(scene.key, base_url=stage.show(scene.account)) as client:
        return client.call(Endpoint(scene.endpoint), scene.params)


@every("shape", [Shape.FAMILY, Shape.LIST, Shape.BARE])
@every("row", ROWS)
def test_each_documented_code_is_given_and_understood(stage: Stage, row: Row, shape: Shape) -> None:
    scene = Scene(row)
    scene.account.quirks.shape = shape
    if not row.error:
        answer = call(stage, scene)
        assert isinstance(answer, dict)
        assert row.gives.items() <= answer.items()
        return
    with pytest.raises(ApiError) as refused:
        call(stage, scene)
    error = refused.value
    assert (error.endpoint, error.code, type(error).__name__) == (row.endpoint, row.code, row.error)
    assert error.sentence


# Faults happen on the way to the account, which knows nothing of them.
@every("row", [row for row in ROWS if row.error and "fault:" not in row.setup])
def test_a_refused_call_sends_nothing_and_costs_nothing(row: Row) -> None:
    scene = Scene(row)
    account = scene.account
    before = (account.credits, account.ledger, account.scheduled, account.appointments)
    tuple(account.work(scene.endpoint, {**scene.params, "apikey": scene.key}))
    assert (account.credits, account.ledger, account.scheduled, account.appointments) == before


def test_the_rows_are_exactly_what_the_page_documents() -> None:
    assert {(row.endpoint, row.code) for row in ROWS} == REFUSALS | SUCCESSES


def test_the_client_knows_exactly_what_the_page_documents() -> None:
    assert {(str(endpoint), code) for endpoint, code in DOCUMENTED} == REFUSALS


def test_the_client_and_the_page_have_the_same_ten_endpoints() -> None:
    assert {str(endpoint) for endpoint in Endpoint} == set(PAGE)
