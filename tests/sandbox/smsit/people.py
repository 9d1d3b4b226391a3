"""The known people and numbers, by short names."""

ADA = "14155550100"
GRACE = "14155550101"
NORA = "14155550120"
POLLY = "14155550121"
LOU = "14155550130"
SUE = "14155550140"
NOBODY = "14155550188"
FROM = "14155550190"


def to_contact(number: str = ADA, message: str = "Your table is ready.", **more: str) -> dict[str, str]:
    return {"from": FROM, "to": number, "message": message, **more}


def to_group(group: str = "VIP", message: str = "We open at nine.", **more: str) -> dict[str, str]:
    return {"from": FROM, "to": group, "message": message, **more}
