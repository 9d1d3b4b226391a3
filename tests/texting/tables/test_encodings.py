"""Files that are not UTF-8, as spreadsheet programs of a country write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.texting.tables import encodings, sheet
from tests.texting.tables.limits import Limits

FILES = [
    ("PL", "cp1250", "Windows-1250", "Łucja Żółć"),
    ("CZ", "cp1250", "Windows-1250", "Jiří Dvořák"),
    ("TR", "cp1254", "Windows-1254", "Şule Çağlar"),
    ("UA", "cp1251", "Windows-1251", "Оксана Їжак"),
    ("GR", "cp1253", "Windows-1253", "Ελένη Παππά"),
    ("IL", "cp1255", "Windows-1255", "דנה כהן"),
    ("LT", "cp1257", "Windows-1257", "Rūta Šarūnė"),
    ("DE", "cp1252", "Windows-1252", "Zoë Groß"),
    ("FR", "cp1252", "Windows-1252", "Hélène Œuvrard"),
    (None, "cp1252", "Windows-1252", "José Núñez"),
    ("DE", "mac_roman", "Mac Roman", "Zoë Groß"),
    ("FR", "mac_roman", "Mac Roman", "Hélène Œuvrard"),
    ("ES", "mac_roman", "Mac Roman", "José Núñez"),
    ("SE", "mac_roman", "Mac Roman", "Åsa Öberg"),
]


@pytest.mark.parametrize(("region", "codec", "told", "name"), FILES)
def test_a_name_is_read_as_it_was_written_and_the_encoding_is_told(
    region: str | None, codec: str, told: str, name: str
) -> None:
    data = f"Name;Phone\r\n{name};+14155550100\r\n".encode(codec)
    found = sheet.read(data, Limits(), region)
    assert found.rows[0].cell(0) == name
    assert told in found.notes[0]


@given(st.binary(max_size=300), st.sampled_from(["DE", "PL", "XX", None]))
def test_every_file_has_a_likely_encoding(data: bytes, region: str | None) -> None:
    assert encodings.likely(data, region).name
