"""Contacts and their appointments."""

from collections.abc import Iterator
from datetime import date, datetime

from bot.smsit import checks, decode
from bot.smsit.calls import Calls, unusable
from bot.smsit.endpoints import Endpoint
from bot.smsit.errors import NoContacts
from bot.smsit.models import AppointmentStatus, Contact, ContactSource, SortBy, SortDirection
from bot.smsit.outcomes import expect_done


class ContactCalls(Calls):
    """The calls about contacts."""

    def add_contact(
        self,
        number: str,
        group: str,
        *,
        name: str | None = None,
        email: str | None = None,
        birthday: date | None = None,
    ) -> None:
        """Add a number (digits with country code) to a group that exists.

        Somebody who opted out is not subscribed again: SMS-iT answers that the number is subscribed already.
        Raises InvalidArgument, ApiError (UnknownGroup, AlreadySubscribed, …), NotSent or OutcomeUnknown.
        """
        params = {"number": checks.number("number", number), "group": checks.text("group", group)}
        if name is not None:
            params["name"] = checks.text("name", name)
        if email is not None:
            params["email"] = checks.email("email", email)
        if birthday is not None:
            params["bday"] = checks.birthday("birthday", birthday)
        expect_done(Endpoint.ADD_CONTACT, self.call(Endpoint.ADD_CONTACT, params))

    def get_contacts(  # noqa: PLR0913 - the API's own filters, each with a name and a default
        self,
        *,
        name: str | None = None,
        email: str | None = None,
        number: str | None = None,
        group: str | None = None,
        source: ContactSource | None = None,
        subscribed: bool | None = None,
        sort_by: SortBy | None = None,
        sort_dir: SortDirection | None = None,
        limit: int = 50,
        page: int = 1,
        timeout: float | None = None,
        retry: bool = True,
    ) -> tuple[Contact, ...]:
        """One page of contacts; () when nobody matches or the page is past the last.

        SMS-iT searches by part of a text, so `group="VIP"` also finds rows of "VIP 2": compare the rows' own
        fields. A contact in two groups is two rows. A `timeout` (seconds for connecting and waiting together)
        and `retry=False` are for callers in a hurry. Raises InvalidArgument, ApiError or Unavailable.
        """
        params = {
            key: checks.text(key, value)
            for key, value in (("name", name), ("email", email), ("group", group))
            if value is not None
        }
        if number is not None:
            params["number"] = checks.part_of_number("number", number)
        if source is not None:
            params["source"] = str(checks.choice("source", source, ContactSource).value)
        if subscribed is not None:
            params["subscribed"] = "0" if subscribed else "1"  # the API's own way round
        if sort_by is not None:
            params["sortby"] = checks.choice("sort_by", sort_by, SortBy).value
        if sort_dir is not None:
            params["sortdir"] = checks.choice("sort_dir", sort_dir, SortDirection).value
        params["limit"] = str(checks.at_least_one("limit", limit))
        params["page"] = str(checks.at_least_one("page", page))
        try:
            fields = self.call(Endpoint.GET_CONTACTS, params, timeout=timeout, retry=retry)
        except NoContacts:
            return ()
        rows = decode.contacts(fields)
        if rows is None:
            raise unusable(Endpoint.GET_CONTACTS, "its answer holds no list of contacts")
        return rows

    def iter_contacts(  # noqa: PLR0913 - as get_contacts
        self,
        *,
        name: str | None = None,
        email: str | None = None,
        number: str | None = None,
        group: str | None = None,
        source: ContactSource | None = None,
        subscribed: bool | None = None,
        sort_by: SortBy = SortBy.CREATED,
        sort_dir: SortDirection = SortDirection.ASCENDING,
        page_size: int = 500,
    ) -> Iterator[Contact]:
        """Every contact that matches, asking for page after page until one is empty.

        A short page is not taken for the last: SMS-iT may give fewer rows a page than asked for. Oldest
        first, so that a contact added meanwhile lands at the end and pushes no row onto the next page. Raises
        as get_contacts does, and Unavailable when SMS-iT repeats a page for ever.
        """
        page, before = 1, tuple[Contact, ...]()
        while rows := self.get_contacts(
            name=name,
            email=email,
            number=number,
            group=group,
            source=source,
            subscribed=subscribed,
            sort_by=sort_by,
            sort_dir=sort_dir,
            limit=page_size,
            page=page,
        ):
            if rows == before:
                raise unusable(Endpoint.GET_CONTACTS, "it repeats the same page of contacts")
            yield from rows
            page, before = page + 1, rows

    def add_appointment(self, number: str, at: datetime, status: AppointmentStatus) -> None:
        """Add an appointment for a contact (digits with country code) at an aware time, to the minute.

        The time is written in the account's time zone, which the client must know. A past time is allowed:
        appointments are also recorded afterwards. Raises InvalidArgument, ApiError (NotAContact,
        AppointmentExists, …), NotSent or OutcomeUnknown.
        """
        params = {
            "number": checks.kept_number("number", number),
            "apptdate": checks.wall_clock("at", at, self._timezone),
            "status": str(checks.choice("status", status, AppointmentStatus).value),
        }
        expect_done(Endpoint.ADD_APPOINTMENT, self.call(Endpoint.ADD_APPOINTMENT, params))
