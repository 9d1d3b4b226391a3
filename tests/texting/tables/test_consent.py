"""Who a file says agreed to be texted."""

from hypothesis import given
from hypothesis import strategies as st

from bot.texting.tables import consent
from bot.texting.tables.consent import Answer
from bot.texting.tables.records import Record
from tests.every import every

YES, NO, UNCLEAR = Answer.YES, Answer.NO, Answer.UNCLEAR


def answers(name: str, *cells: str) -> list[Answer] | None:
    """What each row says by a column of this name; none when the column says nothing about texts."""
    rows = [Record(line, ["14155550100", cell]) for line, cell in enumerate(cells, 2)]
    found = consent.find(("Phone", name), rows)
    return [consent.answer(found, row) for row in rows] if found else None


@every(
    ("name", "cells", "said"),
    [
        ("Accepts SMS Marketing", ("no", "yes"), [NO, YES]),
        ("SMS opt-in", ("FALSE", "TRUE", ""), [NO, YES, UNCLEAR]),
        ("sms_consent", ("SUBSCRIBED", "UNSUBSCRIBED", "NEVER_SUBSCRIBED"), [YES, NO, NO]),
        ("Text consent", ("0", "1"), [NO, YES]),
        ("Opted in", ("x", "x", ""), [YES, YES, UNCLEAR]),
        ("Permission", ("✓", "☐"), [YES, NO]),
        ("SMS-Einwilligung", ("Ja", "Nein", "erteilt", "widerrufen"), [YES, NO, YES, NO]),
        ("Consentement SMS", ("oui", "non"), [YES, NO]),
        ("Acepta SMS", ("sí", "no"), [YES, NO]),
        ("Aceita SMS", ("sim", "não"), [YES, NO]),
        ("Consenso SMS", ("sì", "no"), [YES, NO]),
        ("Toestemming sms", ("ja", "nee"), [YES, NO]),
        ("Zgoda na SMS", ("tak", "nie"), [YES, NO]),
        ("Samtycke SMS", ("ja", "nej"), [YES, NO]),
        ("SMS onay", ("evet", "HAYIR"), [YES, NO]),
        ("SMS_BLACKLISTED", ("Yes", "No", ""), [NO, YES, YES]),
        ("Unsubscribed", ("true", "false"), [NO, YES]),
        ("Unsubscribed at", ("2024-05-01 10:00", ""), [NO, YES]),
        ("Opt-out date", ("01/02/2024", "n/a"), [NO, YES]),
        ("Do not text", ("1", "0"), [NO, YES]),
        ("Opted out of SMS: Marketing", ("Yes", ""), [NO, YES]),
        ("Abgemeldet", ("ja", "nein"), [NO, YES]),
        ("Désabonné", ("oui", "non"), [NO, YES]),
        ("Dado de baja", ("sí", "no"), [NO, YES]),
        ("Wypisany", ("tak", "nie"), [NO, YES]),
        ("SMS Marketing Status", ("unsubscribed", "subscribed", ""), [NO, YES, UNCLEAR]),
        ("Status", ("subscribed", "cleaned", "pending"), [YES, UNCLEAR, UNCLEAR]),
        ("SMS-Einwilligung", ("erteilt am 1.2.2025", "nicht erteilt"), [YES, NO]),
        ("SMS consent", ("2025-02-01", ""), [YES, UNCLEAR]),
        ("SMS consent date", ("2025-02-01", ""), [YES, UNCLEAR]),
        ("Consenso SMS", ("dato", "negato"), [YES, NO]),
        ("Zgoda SMS", ("wyrażona", "wycofana"), [YES, NO]),
        ("SMS onay\N{LATIN SMALL LETTER DOTLESS I}", ("Var", "Yok"), [YES, NO]),
        ("Pazarlama izni", ("Evet", "HAYIR"), [YES, NO]),
        ("KVKK", ("evet", "HAYIR"), [YES, NO]),
        ("RODO", ("tak", "nie"), [YES, NO]),
        ("Lista Robinson", ("sí", "no"), [NO, YES]),
        ("UNSUB_TIME", ("2025-02-01 10:00:00", ""), [NO, YES]),
        ("Datum uitschrijving", ("01-02-2025", ""), [NO, YES]),
        ("Consent", ("Explicit", "Withdrawn"), [YES, NO]),
        ("Consent", ("['sms', 'email']", "['email']", "sms"), [YES, UNCLEAR, YES]),
        ("May we text you?", ("Yes, please", "No thanks"), [YES, NO]),
        ("Can we text you?", (*["yes"] * 9, "no", "weekdays only"), [*[YES] * 9, NO, UNCLEAR]),
        ("SMS consent", ("whatever", "level 2"), [UNCLEAR, UNCLEAR]),
        ("Status", ("Active", "Opted out"), [YES, NO]),
        ("Marketing", ("No", "Yes"), [NO, YES]),
        ("SMS OK?", ("No", "Yes", ""), [NO, YES, UNCLEAR]),
        ("Can text?", ("n", "y"), [NO, YES]),
        ("SMS erwünscht", ("nein", "ja"), [NO, YES]),
        ("Do Not Call", ("1", "0"), [NO, YES]),
    ],
)
def test_a_column_of_consent_is_noticed_and_read(
    name: str, cells: tuple[str, ...], said: list[Answer]
) -> None:
    assert answers(name, *cells) == said


@every(
    ("name", "cells"),
    [
        ("Accepts Email Marketing", ("no", "yes")),
        ("EMAIL_BLACKLISTED", ("Yes", "No")),
        ("OPTIN_TIME", ("2015-03-16", "2016-01-01")),
        ("OPTIN_IP", ("1.2.3.4",)),
        ("Subscription plan", ("Gold", "Silver")),
        ("Unsubscribe link", ("https://example.com/u/1",)),
        ("Status", ("Active", "New")),
        ("Unsubscribed", ("", "")),
        ("Tax Exempt", ("no", "yes")),
        ("Town", ("no", "yes")),
        ("SMS sent", ("no", "yes")),
        ("SMS", ("14155550100", "no")),
        ("Payment accepted", ("no", "yes")),
        ("Order status", ("Declined", "Shipped")),
        ("Photo consent", ("no", "yes")),
        ("Avg", ("1", "0")),
        ("SMS opt-in number", ("14155550100", "14155550101")),
        ("SMS consent source", ("web form", "shop")),
        ("Opt in date", ("2025-02-01", "")),
        ("Status", ("Cleaned", "Pending", "Out for delivery")),
        ("Marketing", ("Google", "no")),
    ],
)
def test_other_columns_say_nothing_about_texts(name: str, cells: tuple[str, ...]) -> None:
    assert answers(name, *cells) is None


def test_what_is_said_of_texts_goes_before_what_is_said_in_general() -> None:
    rows = [Record(2, ["yes", "no", ""]), Record(3, ["no", "yes", "yes"])]
    found = consent.find(("SMS consent", "Consent", "Unsubscribed"), rows)
    assert [consent.answer(found, row) for row in rows] == [YES, NO]


def test_who_is_not_on_a_black_list_has_not_agreed_by_that() -> None:
    rows = [Record(2, ["No", "true"]), Record(3, ["No", "false"]), Record(4, ["Yes", "true"])]
    found = consent.find(("SMS_BLACKLISTED", "OPT_IN"), rows)
    assert [consent.answer(found, row) for row in rows] == [YES, NO, NO]


def test_a_column_whose_answers_are_known_goes_before_others_of_the_same_question() -> None:
    rows = [Record(2, ["yes", "2025-02-01", "leaflet"]), Record(3, ["yes", "", ""])]
    found = consent.find(("SMS consent", "SMS consent date", "SMS consent wording"), rows)
    assert [consent.answer(found, row) for row in rows] == [YES, YES]


def test_a_refusal_far_down_a_file_is_heard() -> None:
    cells = ["active"] * 2000 + ["unsubscribed"]
    said = answers("Status", *cells)
    assert said is not None
    assert said[-1] is NO


@given(st.text(max_size=200))
def test_a_column_that_asks_who_agreed_never_takes_silence_for_a_yes(cell: str) -> None:
    said = answers("SMS opt-in", "yes", "no", "yes", cell)
    assert said is not None
    assert said[-1] is not YES or cell.strip()


@given(st.text(min_size=1, max_size=200))
def test_whatever_is_written_is_an_answer(cell: str) -> None:
    for name in ("SMS opt-in", "Unsubscribed", "Status"):
        found = answers(name, cell)
        assert found is None or found[0] in Answer
