from bot.sandbox.smsit.faults import ANY, Fault, FaultPlan


def met(plan: FaultPlan, endpoint: str = "smscontact") -> set[Fault]:
    return set(plan.take(endpoint).faults)


def test_a_fault_happens_once_unless_told_otherwise() -> None:
    plan = FaultPlan()
    plan.add("smscontact", Fault.HTTP500)
    assert [met(plan), met(plan)] == [{Fault.HTTP500}, set()]


def test_a_fault_happens_as_often_as_told() -> None:
    plan = FaultPlan()
    plan.add("smscontact", Fault.HTTP500, times=2)
    plan.add("smscontact", Fault.SLOW, Fault.NOTICE)
    assert [met(plan) for _ in range(4)] == [
        {Fault.HTTP500},
        {Fault.HTTP500},
        {Fault.SLOW, Fault.NOTICE},
        set(),
    ]


def test_a_fault_may_happen_for_ever_until_cleared() -> None:
    plan = FaultPlan()
    plan.add("smscontact", Fault.EMPTY, times=None)
    assert [met(plan) for _ in range(3)] == [{Fault.EMPTY}] * 3
    plan.clear()
    assert met(plan) == set()


def test_what_waits_is_told_until_it_is_used() -> None:
    plan = FaultPlan()
    plan.add("smscontact", Fault.HTTP500, times=2)
    plan.add("smsgroup", Fault.SLOW)
    assert [(endpoint, each.faults) for endpoint, each in plan.waiting] == [
        ("smscontact", {Fault.HTTP500}),
        ("smsgroup", {Fault.SLOW}),
    ]
    plan.take("smscontact")
    assert len(plan.waiting) == 2
    plan.take("smscontact")
    assert [endpoint for endpoint, _ in plan.waiting] == ["smsgroup"]


def test_a_fault_of_one_endpoint_leaves_the_others_alone() -> None:
    plan = FaultPlan()
    plan.add("smsgroup", Fault.HTML)
    plan.add(ANY, Fault.EMPTY)
    assert met(plan) == {Fault.EMPTY}
    assert met(plan, "smsgroup") == {Fault.HTML}
