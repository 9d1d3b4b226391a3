"""The ten endpoints, and which of them are safe to repeat."""

from enum import StrEnum


class Endpoint(StrEnum):
    """One endpoint; the value is its name in the address, spelt as the API spells it."""

    ADD_CONTACT = "addcontact"
    GET_CONTACTS = "getcontacts"
    SMS_GROUP = "smsgroup"
    GROUP_REPORT = "getbulksmsdeliveryreport"
    SMS_CONTACT = "smscontact"
    CONTACT_REPORT = "getcontactsmsdeliveryreport"
    CREDIT_BALANCE = "getcreditbalance"
    ADD_APPOINTMENT = "addappointment"
    GENERATE_OTP = "generateOTP"
    VALIDATE_OTP = "validateOtp"

    @property
    def path(self) -> str:
        """The path below the base URL."""
        return f"{self.value}/"

    @property
    def is_read(self) -> bool:
        """Whether asking twice changes nothing, so that a retry is safe.

        The API has no idempotency key: every other call could text, charge or add somebody twice.
        """
        return self in READS


READS = frozenset(
    {Endpoint.GET_CONTACTS, Endpoint.GROUP_REPORT, Endpoint.CONTACT_REPORT, Endpoint.CREDIT_BALANCE}
)
