"""The account's credits."""

from dataclasses import dataclass


@dataclass
class FakeCredits:
    """So many credits, some of them spoken for."""

    balance: int = 5000
    spoken_for: int = 7

    def sms_balance(self) -> int:
        return self.balance

    def reserved(self) -> int:
        return self.spoken_for
