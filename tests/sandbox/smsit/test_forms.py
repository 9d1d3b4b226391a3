import string

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st
from requests.models import PreparedRequest

from bot.sandbox.smsit.account import Account
from bot.sandbox.smsit.forms import parameters
from tests.patience import PATIENCE_SECONDS
from tests.sandbox.smsit.people import to_contact
from tests.sandbox.smsit.serving import Stage

Pairs = list[tuple[str, str]]
PART = '--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
FILE = '--b\r\nContent-Disposition: form-data; name="{name}"; filename="{file}"\r\n\r\n{value}\r\n'


def posted(body: str, content_type: str = "multipart/form-data; boundary=b") -> dict[str, str]:
    return parameters("POST", b"", content_type, body.encode())


def multipart(pairs: Pairs) -> tuple[str, bytes]:
    """Encode fields as a well-kept client does."""
    request = PreparedRequest()
    request.prepare_method("POST")
    request.prepare_url("http://127.0.0.1/", None)
    request.prepare_headers(None)
    request.prepare_body(None, [(name, (None, value)) for name, value in pairs])
    assert isinstance(request.body, bytes)
    return request.headers["content-type"], request.body


names = st.text(string.ascii_letters + string.digits + "_-", min_size=1, max_size=8)
values = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@given(st.lists(st.tuples(names, values), min_size=1, max_size=6))
def test_a_multipart_form_says_what_a_plain_one_says(pairs: Pairs) -> None:
    plain = requests.Request("POST", "http://127.0.0.1/", data=pairs).prepare()
    assert isinstance(plain.body, str)
    assert parameters("POST", b"", *multipart(pairs)) == dict(pairs)
    assert parameters("POST", b"", plain.headers["content-type"], plain.body.encode()) == dict(pairs)


@given(st.binary(max_size=200), st.text(max_size=40))
def test_no_body_is_too_odd_to_be_read(body: bytes, content_type: str) -> None:
    parameters("POST", body, content_type, body)
    parameters("POST", b"", "multipart/form-data; boundary=b", b"--b\r\n" + body)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("a=1&a=2", {"a": "2"}),
        ("a.b=1&c d=2&e%20f=3&g+h=4", {"a_b": "1", "c_d": "2", "e_f": "3", "g_h": "4"}),
        ("+a=1&%20%20b=2", {"a": "1", "b": "2"}),
        ("a[]=1&b[x]=2&c=3", {"c": "3"}),
        ("a=1&a[]=2", {}),
        ("a[]=1&a=2", {"a": "2"}),
        ("a[b=1&a[b.c=2", {"a_b": "1", "a_b_c": "2"}),
        ("a]=1", {"a]": "1"}),
        ("=1&[x]=2&.=3", {"_": "3"}),
        ("a&b=", {"a": "", "b": ""}),
        ("a%00b=1", {"a": "1"}),
        ("a=%F0%9F%8E%89+%2B1", {"a": "🎉 +1"}),
        ("a=1;b=2", {"a": "1;b=2"}),
    ],
)
def test_names_are_read_as_php_reads_them(written: str, read: dict[str, str]) -> None:
    content_type = "application/x-www-form-urlencoded; charset=UTF-8"
    assert parameters("POST", b"", content_type, written.encode()) == read
    assert parameters("GET", written.encode(), "", b"") == read


@pytest.mark.parametrize("name", ["a.b", "a b", " a_b", "a[b"])
def test_names_in_a_multipart_form_are_read_likewise(name: str) -> None:
    assert posted(PART.format(name=name, value="1") + "--b--\r\n") == {"a_b": "1"}


@pytest.mark.parametrize("name", ["a[]", "a[x]"])
def test_an_array_takes_the_place_of_what_was_there(name: str) -> None:
    assert posted(PART.format(name="a", value="1") + PART.format(name=name, value="2") + "--b--") == {}


@pytest.mark.parametrize("file", ["list.csv", "", "résumé.txt"])
def test_what_has_a_file_s_name_is_a_file_and_no_field(file: str) -> None:
    body = PART.format(name="a", value="1") + FILE.format(name="b", file=file, value="2")
    assert posted(body + "--b--\r\n") == {"a": "1"}


@pytest.mark.parametrize(
    "content_type",
    [
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=other",
        f"multipart/form-data; boundary={'b' * 6000}",
        "text/plain; boundary=b",
        "application/json",
        "",
    ],
)
def test_a_form_that_is_none_or_has_no_boundary_holds_nothing(content_type: str) -> None:
    assert posted(PART.format(name="a", value="1") + "--b--\r\n", content_type) == {}
    assert posted("a=1", content_type) == {}


@pytest.mark.parametrize(
    "content_type",
    ["Multipart/Form-Data; Boundary=b", 'multipart/form-data; charset=UTF-8; boundary="b"'],
)
def test_a_content_type_may_be_written_in_several_ways(content_type: str) -> None:
    assert posted(PART.format(name="a", value="1") + "--b--", content_type) == {"a": "1"}


@pytest.mark.parametrize(
    "body",
    [
        "Preamble\r\n" + PART.format(name="a", value="1") + "--b--\r\nEpilogue",
        PART.format(name="a", value="1"),
        (PART.format(name="a", value="1") + "--b--\r\n").replace("\r\n", "\n"),
        "--b\r\ncontent-type: text/plain\r\ncontent-disposition: form-data; name=a\r\n\r\n1\r\n--b--",
        "--b\r\n\r\nnameless\r\n" + PART.format(name="a", value="1") + "--b--",
        "--b\r\nno blank line\r\n" + PART.format(name="a", value="1") + "--b--",
        "--b\r\nContent-Disposition: form-data; name*=utf-8''c\r\n\r\n2\r\n"
        + PART.format(name="a", value="1"),
    ],
)
def test_untidy_multipart_forms_are_read_all_the_same(body: str) -> None:
    assert posted(body).get("a", "").strip() == "1"
    assert len(posted(body)) == 1


def test_lines_and_dashes_within_a_value_are_its_own() -> None:
    value = "one\r\ntwo\n--bee\r\n --b\r\n\r\n"
    assert posted(PART.format(name="a", value=value) + "--b--") == {"a": value}


def test_the_form_outdoes_the_address_and_only_a_post_has_one() -> None:
    form = "application/x-www-form-urlencoded"
    assert parameters("POST", b"a=1&b=2", form, b"a=3") == {"a": "3", "b": "2"}
    assert parameters("GET", b"a=1&b=2", form, b"a=3") == {"a": "1", "b": "2"}


def test_a_thousand_parameters_are_read_and_no_more() -> None:
    written = "&".join(f"a{number}=1" for number in range(1200))
    assert len(parameters("GET", written.encode(), "", b"")) == 1000


def test_a_text_can_be_sent_with_a_multipart_form(stage: Stage, account: Account) -> None:
    base = stage.show(account)
    form = {"apikey": account.api_key, **to_contact(message="Zażółć\r\n& 1+1=2 🎉 ")}
    answer = requests.post(
        f"{base}smscontact/",
        files={name: (None, value) for name, value in form.items()},
        timeout=PATIENCE_SECONDS,
    )
    assert answer.json()[0]["status"] == "0"
    assert account.ledger[0].body == "Zażółć\r\n& 1+1=2 🎉 "


def test_a_form_of_another_kind_has_no_key_in_it(stage: Stage, account: Account) -> None:
    base = stage.show(account)
    form = {"apikey": account.api_key, **to_contact()}
    assert (
        requests.post(f"{base}smscontact/", json=form, timeout=PATIENCE_SECONDS).json()[0]["status"] == "-1"
    )
    assert account.ledger == ()
