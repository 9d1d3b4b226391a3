"""More files as tools and people of many countries write them, as a list reads them."""

from dataclasses import dataclass

from bot.texting.tables import sheet, table
from tests.every import every
from tests.texting.tables.limits import Limits


@dataclass(frozen=True)
class File:
    region: str
    text: str
    column: str
    numbers: tuple[str, ...]
    left_out: tuple[int, ...] = ()
    encoding: str = "utf-8"


ADA, GRACE = "14155550100", "14155550101"
BOTH = (ADA, GRACE)
FILES = {
    "Excel, Unicode text": File(
        "US", f"Name\tPhone\r\nZoë\t{ADA}\r\nGrace\t{GRACE}\r\n", "Phone", BOTH, encoding="utf-16"
    ),
    "Excel, its own first line": File("US", f"sep=;\r\nName;Phone\r\nAda;{ADA}\r\n", "Phone", (ADA,)),
    "Numbers, a table with a name": File(
        "DE",
        "Kunden;;\r\nName;Handynummer;Ort\r\nAda;0151 12345678;Ulm\r\n",
        "Handynummer",
        ("4915112345678",),
    ),
    "iCloud": File(
        "US",
        "First Name,Last Name,Home Phone,Home Fax,Business Fax,Pager,Mobile Phone\r\n"
        "Ada,Lovelace,,,,,(415) 555-0100\r\nGrace,Hopper,(415) 555-0102,,,,(415) 555-0101\r\n",
        "Mobile Phone",
        BOTH,
    ),
    "Salesforce": File(
        "US",
        '"Name","Phone","Mobile","Fax","Contact ID","Do Not Call","Email Opt Out"\r\n'
        '"Ada","(415) 555-0190","(415) 555-0100","(415) 555-0191","0035e000","0","1"\r\n'
        '"Grace","(415) 555-0190","(415) 555-0101","","0035e001","1","0"\r\n',
        "Mobile",
        (ADA,),
        (3,),
    ),
    "Klaviyo": File(
        "US",
        "Email,Phone Number,Email Consent,SMS Consent,SMS Consent Timestamp\r\n"
        f"a@example.com,+{ADA},SUBSCRIBED,SUBSCRIBED,2025-01-01T10:00:00\r\n"
        f"g@example.com,+{GRACE},SUBSCRIBED,NEVER_SUBSCRIBED,\r\nx@example.com,+14155550102,SUBSCRIBED,,\r\n",
        "Phone Number",
        (ADA,),
        (3, 4),
    ),
    "Klaviyo, ways in one column": File(
        "US",
        "Email,Phone Number,$consent,$phone_number_region\r\n"
        f"a@example.com,+{ADA},\"['sms', 'email']\",US\r\ng@example.com,+{GRACE},\"['email']\",US\r\n",
        "Phone Number",
        (ADA,),
        (3,),
    ),
    "Mailchimp, who left": File(
        "US",
        f"Email Address,Phone Number,UNSUB_TIME,LEID\r\na@example.com,{ADA},2025-01-01 10:00:00,504123123\r\n"
        f"g@example.com,{GRACE},,504123124\r\n",
        "Phone Number",
        (GRACE,),
        (2,),
    ),
    "Brevo, who opted in": File(
        "FR",
        "CONTACT ID;EMAIL;SMS;SMS_BLACKLISTED;DOUBLE_OPT-IN\r\n12;l@example.fr;33611111111;No;Yes\r\n"
        "13;m@example.fr;33611111112;No;No\r\n14;n@example.fr;33611111113;Yes;Yes\r\n",
        "SMS",
        ("33611111111",),
        (3, 4),
    ),
    "WooCommerce": File(
        "US",
        f"ID,customer_id,billing_first_name,billing_phone,_sms_optin\r\n1,55,Ada,{ADA},1\r\n"
        f"2,56,Grace,{GRACE},0\r\n",
        "billing_phone",
        (ADA,),
        (3,),
    ),
    "Square": File(
        "US",
        "Reference ID,First Name,Phone Number,Square Customer ID,Email Subscription Status\r\n"
        f",Ada,'+{ADA},ABCD123,unsubscribed\r\n,Grace,'+{GRACE},ABCD124,subscribed\r\n",
        "Phone Number",
        BOTH,
    ),
    "French": File(
        "FR",
        "Nom;Prénom;Téléphone portable;Téléphone fixe;Accepte les SMS;N° client\r\n"
        "Dupont;Léa;06 11 11 11 11;01 42 68 53 00;Oui;100234\r\nMartin;Max;06 11 11 11 12;;Non;100235\r\n",
        "Téléphone portable",
        ("33611111111",),
        (3,),
        "cp1252",
    ),
    "Spanish": File(
        "ES",
        "Nombre;Teléfono móvil;Teléfono fijo;Acepta publicidad;DNI\r\n"
        "Luz;612 345 678;912 345 678;Sí;12345678Z\r\nJuan;612345679;;No;12345678Z\r\n",
        "Teléfono móvil",
        ("34612345678",),
        (3,),
        "mac_roman",
    ),
    "Italian": File(
        "IT",
        "Nome;Cellulare;Telefono;Consenso marketing;P.IVA\r\n"
        "Ada;333 1234567;02 1234567;SI;01234567890\r\nBea;333 1234568;;NO;01234567891\r\n",
        "Cellulare",
        ("393331234567",),
        (3,),
    ),
    "Polish": File(
        "PL",
        "Imię;Telefon komórkowy;Telefon domowy;Zgoda na SMS;PESEL\r\n"
        "Łucja;601 123 456;22 123 45 67;wyrażona;80020112345\r\nBea;601 123 457;;wycofana;80020112346\r\n",
        "Telefon komórkowy",
        ("48601123456",),
        (3,),
        "cp1250",
    ),
    "Dutch": File(
        "NL",
        "Voornaam;Mobiel nummer;Vaste telefoon;Toestemming sms;Klantnummer\r\n"
        "Ada;06-12345678;020-1234567;ja;100234\r\nBea;06-12345679;;nee;100235\r\n",
        "Mobiel nummer",
        ("31612345678",),
        (3,),
    ),
    "Swedish": File(
        "SE",
        "Förnamn;Mobilnummer;Telefon hem;Personnummer;Samtycke SMS\r\n"
        "Ada;070-123 45 67;08-123 456;19850101-1234;Ja\r\nBea;070-123 45 68;;19850102-1234;Nej\r\n",
        "Mobilnummer",
        ("46701234567",),
        (3,),
    ),
    "Turkish": File(
        "TR",
        "Ad;Cep Telefonu;Ev Telefonu;SMS İzni;TC Kimlik No\r\n"
        "Şule;0532 123 45 67;0212 123 45 67;Var;12345678901\r\nBora;0532 123 45 68;;Yok;12345678902\r\n",
        "Cep Telefonu",
        ("905321234567",),
        (3,),
        "cp1254",
    ),
    "cells of several lines": File(
        "US",
        f'Name,Address,Phone\r\nAda,"1 Road\r\nUlm",{ADA}\r\nGrace,"2 Road\nUlm",{GRACE}\r\n',
        "Phone",
        BOTH,
    ),
    "totals": File("US", f"Name,Phone,Spent\r\nAda,{ADA},12.50\r\nTotal,,12.50\r\n", "Phone", (ADA,), (3,)),
    "a row of merged cells": File(
        "US", f",Contact,,Address\r\nName,Mobile,Home,City\r\nAda,{ADA},,Ulm\r\n", "Mobile", (ADA,)
    ),
    "two rows of names": File(
        "FR", "Nom,Téléphone\r\nName,Phone\r\nAda,+33611111111\r\n", "Téléphone", ("33611111111",), (2,)
    ),
    "the figures of a spreadsheet": File(
        "GB",
        "Name,Phone\r\nAda,4.47701E+11\r\nBob,447700900123.0\r\nCai,7700900124\r\n",
        "Phone",
        ("447700900123", "447700900124"),
        (2,),
    ),
    "noughts for no number": File(
        "US", f"Name,Phone,Mobile\r\nAda,0,{ADA}\r\nGrace,0,{GRACE}\r\n", "Mobile", BOTH
    ),
    "a country beside it": File(
        "US", "Name,Country Code,Phone\r\nAda,1,4155550100\r\nBob,44,7700900123\r\n", "Phone", (ADA,), (3,)
    ),
}


@every("name", FILES)
def test_a_list_reads_the_file_as_it_was_meant(name: str) -> None:
    file = FILES[name]
    found = sheet.read(file.text.encode(file.encoding), Limits(), file.region)
    made = table.read(found, table.certain(found), file.region)
    assert made.number_column == file.column
    assert tuple(row.number for row in made.rows) == file.numbers
    assert tuple(each.line for each in made.rejected) == file.left_out
