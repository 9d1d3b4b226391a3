"""The body of a form is read as the standard library reads it, only sooner."""

from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.slack.incoming import form_body

MOST = 100
odd = st.text(
    st.sampled_from("%=+&\r\n 0139aAfFgüé€") | st.characters(exclude_categories=["Cs"]), max_size=24
)


@given(st.dictionaries(odd, odd, min_size=1))
def test_what_was_encoded_comes_back(form: dict[str, str]) -> None:
    assert form_body.fields(urlencode(form).encode(), MOST) == form


@given(st.lists(st.tuples(odd, odd), min_size=1, max_size=4))
@example([("a", "%%41")])
@example([("a", "%=41%3")])
@example([("a", "%\r\n41")])
@example([("a", "%41%\n")])
@example([("a", "=41 %C3é%A9")])
@example([("a", "1"), ("a", "2")])
def test_what_nobody_encoded_is_read_as_the_standard_library_does(pairs: list[tuple[str, str]]) -> None:
    body = "&".join(f"{name}={value}" for name, value in pairs)
    try:
        expected = dict(parse_qsl(body, keep_blank_values=True, strict_parsing=True, max_num_fields=MOST))
    except ValueError:
        with pytest.raises(ValueError, match="field"):
            form_body.fields(body.encode(), MOST)
    else:
        assert form_body.fields(body.encode(), MOST) == expected


@pytest.mark.parametrize("body", [b"", b"a", b"a=1&b", b"&a=1", b"a=\xff", b"&".join([b"a=1"] * (MOST + 1))])
def test_what_is_no_form_is_refused(body: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the decoder says it in its own words
        form_body.fields(body, MOST)
