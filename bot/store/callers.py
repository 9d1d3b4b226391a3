"""What codes say of a caller: the newest to a phone, and those that open something to who verified them."""

from datetime import datetime

from sqlalchemy import Connection, select

from bot.store import verifications
from bot.store.tables import IS_OPENING, verification
from bot.store.verifications import NEWEST, Stage, Verification


def codes_to(conn: Connection, phone: str, limit: int) -> tuple[Verification, ...]:
    """Return the newest codes to a phone (its one form), by anybody, the newest first."""
    query = select(verification).where(verification.c.phone == phone).order_by(*NEWEST).limit(limit)
    return verifications.read(conn.execute(query).all())


def last_verified(conn: Connection, phone: str) -> Verification | None:
    """Return the newest code to a phone (its one form) that verified its caller; None when none did."""
    own = (verification.c.phone == phone, verification.c.state == Stage.VERIFIED.value)
    query = select(verification).where(*own).order_by(verification.c.decided_at.desc(), *NEWEST).limit(1)
    return next(iter(verifications.read(conn.execute(query).all())), None)


def opening(conn: Connection, user_id: str, now: datetime, limit: int) -> tuple[Verification, ...]:
    """Return the codes a person verified that open something at a moment (aware), the last to end first."""
    still = (IS_OPENING, verification.c.opens_until > now, verification.c.user_id == user_id)
    verified = verifications.named().where(*still, verification.c.state == Stage.VERIFIED.value)
    ordered = verified.order_by(verification.c.opens_until.desc(), verification.c.send_id).limit(limit)
    return verifications.read(conn.execute(ordered).all())
