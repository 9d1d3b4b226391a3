"""What SMS-iT answers to additions, as whoever imports them sees it."""

from collections.abc import Iterator

import pytest

from bot.features.imports import attempts, lookup
from bot.sandbox.smsit.faults import Fault
from bot.smsit import Endpoint
from bot.smsit.codes import DOCUMENTED, refusal
from bot.store.contact_import_rows import RowState
from bot.store.contact_imports import ImportState
from tests.flows.harness import ADA, NORA, Harness
from tests.flows.importing import TITLES, Imports, csv, numbers, opened, people

ADD = Endpoint.ADD_CONTACT
SAID = {code: meaning.sentence for (at, code), meaning in DOCUMENTED.items() if at is ADD}
OF_ONE_ROW = (-2, -3, -4, -6, -99)
POLLY = "14155550121"
S = RowState


@pytest.fixture(scope="module")
def shared_harness(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    with opened(tmp_path_factory.mktemp("house")) as shared:
        yield shared


@pytest.fixture
def shop(harness: Harness) -> Iterator[Imports]:
    made = Imports(harness)
    yield made
    made.done()


def refuse(shop: Imports, code: int, times: int = 1) -> None:
    shop.smsit.faults.add(ADD, Fault.OTHER_ANSWER, times=times, answer=f'[{{"status":"{code}","msg":"No."}}]')


def reasons(shop: Imports) -> dict[str, tuple[str, str]]:
    """Outcome and reason of each number that came back."""
    return {row["Number"]: (row["Outcome"], row["Reason"]) for row in shop.returned()}


def test_every_documented_code_is_dealt_with_here() -> None:
    assert set(SAID) == {*OF_ONE_ROW, -1, -20, -5, -7} - {-99}


def test_a_code_about_a_row_is_said_of_that_row(shop: Imports) -> None:
    for code in OF_ONE_ROW:
        refuse(shop, code)
    known = numbers(8)
    shop.begin(people(known))
    counts = shop.ended()
    back = reasons(shop)

    assert counts == {S.ADDED: 3, S.REFUSED: 5}
    assert {outcome for outcome, _ in back.values()} == {"Refused"}
    assert {reason for _, reason in back.values()} == {refusal(ADD, code).sentence for code in OF_ONE_ROW}
    assert len(shop.additions) == 8
    assert "8 of 8 rows: 3 added, 5 refused" in shop.message("Done").text


@pytest.mark.parametrize("code", [-1, -20])
def test_a_code_about_the_account_pauses_it_and_nobody_is_lost(shop: Imports, code: int) -> None:
    key, shop.smsit.api_key = shop.smsit.api_key, "another" if code == -1 else shop.smsit.api_key
    shop.smsit.quirks.api_access = code == -1
    known = numbers(6, 100 - code)
    shop.begin(people(known))
    shop.until(ImportState.PAUSED)
    shop.harness.wait_for_database(lambda: not shop.rows(S.ATTEMPTING))
    shop.smsit.api_key, shop.smsit.quirks.api_access = key, True
    before = shop.counts()
    shop.press("Resume", SAID[code])
    counts = shop.ended()

    assert before == {S.WAITING: 6}
    assert counts == {S.ADDED: 6}
    assert set(shop.added().values()) == {1}


def test_rows_of_a_group_sms_it_does_not_have_are_refused_and_the_others_added(shop: Imports) -> None:
    nowhere, known = numbers(10, 200), numbers(10, 220)
    lines = [f"{each},Pat,Nowhere" for each in nowhere] + [f"{each},Pat,Physio" for each in known]
    shop.uploaded(csv(TITLES, *lines))
    form = shop.harness.shown()
    shop.confirm()
    counts = shop.ended()

    assert ":warning: Unknown groups: *Nowhere*" in form
    assert counts == {S.ADDED: 10, S.REFUSED: 10}
    assert reasons(shop) == dict.fromkeys(nowhere, ("Refused", SAID[-5]))
    assert set(shop.added()) == {(each, "Physio") for each in known}


def test_without_any_other_group_it_pauses_until_the_group_is_there(shop: Imports) -> None:
    known = numbers(6, 240)
    shop.begin(people(known, "Made later"))
    shop.until(ImportState.PAUSED)
    shop.harness.wait_for_database(lambda: not shop.rows(S.ATTEMPTING))
    with shop.smsit.lock:
        shop.smsit.book.add_group("Made later")
    shop.press("Resume", SAID[-5])

    assert shop.ended() == {S.ADDED: 6}
    assert set(shop.added()) == {(each, "Made later") for each in known}


def test_there_already_and_opted_out_are_told_apart(shop: Imports) -> None:
    given = {
        (ADA, "VIP"): None,
        (POLLY, "Newsletter"): lookup.OPTED_OUT,
        (NORA, "Newsletter"): lookup.OPTED_OUT,
        (NORA, "VIP"): lookup.OPTED_OUT_OF_ALL,
    }
    before = {number: shop.known(number) for number, _ in given}
    shop.begin(csv(TITLES, *(f"{number},Pat,{group}" for number, group in given)))
    counts = shop.ended()
    back = {(row["Number"], row["Group"]): (row["Outcome"], row["Reason"]) for row in shop.returned()}

    assert counts == {S.THERE: 1, S.OPTED_OUT: 3}
    assert back == {each: ("Opted out", why) for each, why in given.items() if why}
    assert {number: shop.known(number) for number, _ in given} == before
    assert "4 of 4 rows: 0 added, 1 already there, 3 opted out" in shop.message("Done").text


@pytest.mark.parametrize(
    ("trouble", "is_added"),
    [
        ((Fault.REPLY_LOST,), True),
        ((Fault.TRUNCATED,), True),
        ((Fault.EMPTY,), True),
        ((Fault.EMPTY_LIST,), True),
        ((Fault.DROPPED,), False),
        ((Fault.HTTP502,), False),
        ((Fault.HTML,), False),
    ],
)
def test_an_answer_that_tells_nothing_is_looked_up_and_nobody_added_again(
    shop: Imports, trouble: tuple[Fault, ...], *, is_added: bool
) -> None:
    begin = 300 + 10 * list(Fault).index(trouble[0])
    shop.smsit.faults.add(ADD, *trouble, times=2)
    known = numbers(6, begin)
    shop.begin(people(known))
    counts = shop.ended()

    assert set(shop.added().values()) == {1}
    if is_added:
        assert counts == {S.ADDED: 6}
        assert shop.holders() == set()
        return
    back = reasons(shop)
    assert counts == {S.ADDED: 4, S.UNKNOWN: 2}
    assert set(back.values()) == {("Unconfirmed", attempts.UNCLEAR)}
    assert {number for number, _ in shop.added()} == set(known) - set(back)


def test_while_contacts_cannot_be_looked_up_what_is_unknown_stays_so(shop: Imports) -> None:
    shop.smsit.faults.add(ADD, Fault.REPLY_LOST, times=2)
    shop.smsit.faults.add(Endpoint.GET_CONTACTS, Fault.OTHER_ANSWER, times=None, answer='{"status":"-3"}')
    known = numbers(6, 600)
    shop.begin(people(known))
    counts = shop.ended()
    back = reasons(shop)

    assert counts == {S.ADDED: 4, S.UNKNOWN: 2}
    assert len(back) == 2
    assert shop.added() == {(each, "Newsletter"): 1 for each in known}


def test_too_many_unclear_answers_pause_it_and_what_was_asked_is_not_asked_again(shop: Imports) -> None:
    shop.smsit.faults.add(ADD, Fault.REPLY_LOST, times=None)
    known = numbers(60, 700)
    shop.begin(people(known))
    shop.until(ImportState.PAUSED)
    shop.harness.wait_for_database(lambda: not shop.rows(S.ATTEMPTING))
    asked = len(shop.additions)
    shop.smsit.faults.clear()
    shop.press("Resume", "SMS-iT gave 5 unclear replies in a row.")
    counts = shop.ended()

    assert 5 <= asked <= 20
    assert counts == {S.ADDED: 60}
    assert shop.added() == {(each, "Newsletter"): 1 for each in known}
    assert len(shop.additions) == 60
