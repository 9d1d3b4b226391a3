"""What a broadcast is said to cost is what its rendered texts take, one by one."""

from hypothesis import given
from hypothesis import strategies as st

from bot.features.broadcast.cost import NAME, calculate, rendered
from bot.sandbox.smsit.credits import credits_for
from bot.sandbox.smsit.expansion import expand
from bot.texting import segments

NAMES = st.lists(
    st.one_of(
        st.sampled_from(["", " ", "Ada Lovelace", "Zoë", "María José", "漢字", "X" * 90, "Ada\tB"]),
        st.text(alphabet="abcdeé ", max_size=30),
    ),
    max_size=30,
)
WORDS = st.text(alphabet=st.sampled_from("ab cé€\u2019漢%N\n"), max_size=200)
BODIES = st.tuples(WORDS, st.sampled_from(["", NAME, f"{NAME} and {NAME}"]), WORDS).map("".join)
BRACED = st.tuples(BODIES, st.sampled_from(["{", "}", "{a|bc}", "{x}", "{{a|b}|c}"]), BODIES).map("".join)


@given(BODIES, NAMES)
def test_the_cost_is_the_sum_over_all_rendered_texts(body: str, names: list[str]) -> None:
    texts = [rendered(body, name) for name in names]
    each = [max(1, segments.measure(text).segments) for text in texts]

    cost = calculate(body, names)

    assert cost.people == len(names)
    assert cost.credits == sum(each)
    assert cost.upper == sum(max(1, segments.measure(text).upper_bound) for text in texts)
    assert (cost.fewest, cost.most) == ((min(each), max(each)) if each else (0, 0))
    assert cost.exact


@given(BODIES, NAMES)
def test_the_cost_is_what_the_account_is_charged(body: str, names: list[str]) -> None:
    charged = sum(credits_for(expand(body, name=name, salt="1")) for name in names)

    assert calculate(body, names).credits == charged


@given(BRACED, NAMES, st.text(max_size=3))
def test_with_braces_the_cost_is_the_most_it_can_be(body: str, names: list[str], salt: str) -> None:
    charged = sum(credits_for(expand(body, name=name, salt=salt)) for name in names)
    cost = calculate(body, names)

    assert not cost.exact
    assert charged <= cost.credits <= cost.upper


@given(BODIES, NAMES, st.integers(0, 5))
def test_second_entries_of_a_number_count_in_the_upper_bound_only(
    body: str, names: list[str], twice: int
) -> None:
    without, cost = calculate(body, names), calculate(body, names, duplicates=twice)

    assert cost.credits == without.credits
    assert cost.upper - without.upper == twice * max(
        [max(1, segments.measure(rendered(body, name)).upper_bound) for name in names], default=0
    )


def test_people_without_a_name_are_counted_where_it_matters() -> None:
    assert calculate(f"Hi {NAME}!", ["Ada", "", "  "]).nameless == 2
    assert calculate("Hi!", ["Ada", "", "  "]).nameless == 0


def test_a_name_of_which_nothing_can_be_seen_is_none() -> None:
    assert calculate(f"Hi {NAME}!", ["Ada", "\u200b", "\u3164 \u2800", "\u202e"]).nameless == 3


def test_a_long_name_can_cost_a_segment_more() -> None:
    cost = calculate("x" * 155 + NAME, ["Ada", "Maximilian"])

    assert (cost.fewest, cost.most, cost.credits) == (1, 2, 3)
