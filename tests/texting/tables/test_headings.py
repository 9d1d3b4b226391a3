"""What names of columns say, in the languages people keep lists in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.texting.tables import headings
from bot.texting.tables.headings import Rank
from tests.every import every

MOBILES = [
    *(
        "Mobile",
        "mobilePhone",
        "Cell",
        "Cell no",
        "Cellphone #",
        "CELL_PHONE",
        "SMS",
        "Mob.",
        "MobNr",
        "휴대폰",
        "msisdn",
    ),
    *(
        "Handy",
        "Handy-Nr.",
        "Handynummer",
        "Mobiltelefon",
        "Mobilfunknummer",
        "Mobil-Nr.",
        "Portable",
        "N° portable",
    ),
    *("Téléphone mobile", "GSM", "Móvil", "Teléfono móvil", "Celular", "Telemóvel", "Cellulare"),
    *("Mobiele telefoon", "Mobiel nummer", "Telefon komórkowy", "Komórka", "Mobilnummer", "Mobil"),
    *(
        "Cep telefonu",
        "Cep No",
        "Matkapuhelin",
        "Mobilní telefon",
        "Мобильный телефон",
        "Κινητό",
        "携帯",
        "手机",
    ),
]
PHONES = [
    *(
        "Phone",
        "Phone Number",
        "Phone #",
        "Phone 1 - Value",
        "Tel.",
        "Tel. No.",
        "Telephone",
        "Contact number",
        "WhatsApp",
        "Número de contacto",
        "Kontaktnummer",
        "Recapito",
        "전화번호",
        "Text number",
    ),
    *(
        "Telefon",
        "Telefonnummer",
        "Rufnummer",
        "Téléphone",
        "N° de téléphone",
        "Teléfono",
        "Telefone",
        "Telefono",
    ),
    *(
        "Telefoonnummer",
        "Numer telefonu",
        "Tlf.",
        "Puhelin",
        "Телефон",
        "電話",
        "Customer phone",
        "Business Mobile",
    ),
]
SECONDS = [
    *(
        "Home Phone",
        "Work phone",
        "Telefon privat",
        "Telefon geschäftlich",
        "Festnetztelefon",
        "Tél. domicile",
    ),
    *("Teléfono fijo", "Telefone fixo", "Telefono ufficio", "Default Address Phone", "Phone 2 - Value"),
    *("Number", "Contact", "To", "Nummer", "Recipient"),
]
NEVERS = [
    *(
        "Fax",
        "Business Fax",
        "Fax Number",
        "Telefax",
        "Fax geschäftlich",
        "Télécopie",
        "Faks",
        "ID",
        "Contact ID",
    ),
    *(
        "Record ID",
        "customerId",
        "Created",
        "Created at",
        "Date",
        "Birthday",
        "Date of birth",
        "Geburtsdatum",
    ),
    *("Geb.-Datum", "Date de naissance", "Fecha de nacimiento", "Data urodzenia", "ZIP", "Postcode", "PLZ"),
    *(
        "Code postal",
        "Price",
        "Total Spent",
        "Preis",
        "Phone 1 - Label",
        "Phone Type",
        "Contact owner",
        "IBAN",
        "CEP",
        "Personnummer",
    ),
]
OTHERS = ["Name", "Town", "Notes", "Phonetic Name", "Automobile", "Immobilie", "Handyman", ""]
COUNTED = [
    "Kundennummer",
    "Customer number",
    "Order number",
    "Numéro client",
    "Klantnummer",
    "Rechnungsnummer",
]


@every(
    ("name", "rank"),
    [
        (name, rank)
        for names, rank in (
            (MOBILES, Rank.MOBILE),
            (PHONES, Rank.PHONE),
            (SECONDS, Rank.SECOND),
            (OTHERS, Rank.OTHER),
            (COUNTED, Rank.COUNTED),
            (NEVERS, Rank.NEVER),
        )
        for name in names
    ],
)
def test_a_name_says_how_surely_its_column_is_texted(name: str, rank: Rank) -> None:
    assert headings.rank(name) is rank


@given(
    st.sampled_from(MOBILES + PHONES + SECONDS + NEVERS + COUNTED),
    st.booleans(),
    st.sampled_from(["_", "-", "  "]),
)
def test_capitals_and_what_stands_between_words_say_nothing(name: str, capital: bool, between: str) -> None:  # noqa: FBT001
    written = name.replace(" ", between)
    assert headings.rank(written.upper() if capital else written) is headings.rank(written)


@given(st.text(max_size=400))
def test_any_text_is_a_name(name: str) -> None:
    assert headings.rank(name) in Rank
    assert headings.folded(name) == headings.folded(name[: headings.LONGEST])


@pytest.mark.parametrize(
    ("names", "first", "last", "whole"),
    [
        (("Given Name", "Family Name"), (0,), (1,), ()),
        (("Vorname", "Nachname", "Name"), (0,), (1,), (2,)),
        (("Prénom", "Nom"), (0,), (1,), ()),
        (("Nombre", "Apellidos"), (), (1,), (0,)),
        (("Nome", "Cognome"), (), (1,), (0,)),
        (("Voornaam", "Achternaam"), (0,), (1,), ()),
        (("Imię", "Nazwisko"), (0,), (1,), ()),
        (("Ad", "Soyad"), (), (1,), (0,)),
        (("Phonetic First Name", "Company Name"), (), (), ()),
    ],
)
def test_names_of_people_are_found(
    names: tuple[str, ...], first: tuple[int, ...], last: tuple[int, ...], whole: tuple[int, ...]
) -> None:
    found = headings.first_names(names), headings.last_names(names), headings.whole_names(names)
    assert found == (first, last, whole)


def test_emails_birthdays_and_groups_are_found() -> None:
    names = ("E-Mail-Adresse", "Email Marketing Status", "Urodziny", "DOB", "Groupe", "Courriel")
    assert headings.emails(names) == (0, 5)
    assert headings.birthdays(names) == (2, 3)
    assert headings.groups(names) == (4,)
