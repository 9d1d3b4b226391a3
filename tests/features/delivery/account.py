"""SMS-iT, as far as the clock and the curious ask it."""

from bot.smsit import ContactReport, Endpoint, SmsItError, Unavailable

DOWN = Unavailable(Endpoint.CONTACT_REPORT, "it did not answer in time")


class Account:
    """Answers what it is told to, or raises it; remembers what was asked, and that nobody asked twice."""

    def __init__(self) -> None:
        self.says: ContactReport | SmsItError = ContactReport(status="delivered", error="")
        self.silent_about: set[str] = set()
        self.silent_about_the_first = False
        self.has: int | SmsItError = 4999
        self.asked: list[str] = []

    def contact_report(self, number: str, *, retry: bool = True) -> ContactReport:
        assert not retry
        self.asked.append("report")
        if self.silent_about_the_first and not self.silent_about:
            self.silent_about.add(number)
        said = DOWN if number in self.silent_about else self.says
        if isinstance(said, SmsItError):
            raise said
        return said

    def credit_balance(self, *, retry: bool = True) -> int:
        assert not retry
        self.asked.append("balance")
        if isinstance(self.has, SmsItError):
            raise self.has
        return self.has
