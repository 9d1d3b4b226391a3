"""One form of each number beside it, for looking up; the do-not-text list holds each phone once."""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op
from bot.texting.spellings import canonical

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

PORTION = 5000
"""Numbers in memory at a time."""
COLUMNS = (
    ('send', 'to_number', 'to_phone', 'created_at'),
    ('verification', 'number', 'phone', 'created_at'),
    ('appointment', 'number', 'phone', 'at'),
)
"""Of each table: the number, its one form, and what the index goes by behind it."""
INDEXES = {'send': 'ix_send_number', 'verification': 'ix_verification_number', 'appointment': 'ix_appointment_number'}
LISTED = sa.table(
    'do_not_text',
    *(
        sa.column(name)
        for name in ('number', 'reason', 'added_by', 'added_at', 'removed_by', 'removed_at', 'removal_reason')
    ),
)


def upgrade() -> None:
    """Apply."""
    conn = op.get_bind()
    for table, number, phone, then in COLUMNS:
        op.add_column(table, sa.Column(phone, sa.String(length=32), server_default='', nullable=False))
        op.execute(f'UPDATE {table} SET {phone} = {number}')
        rows = sa.table(table, sa.column(number), sa.column(phone))
        for spelt in _numbers(conn, rows, number):  # by the index on it, which goes only then
            form = canonical(spelt)
            if form != spelt:
                conn.execute(sa.update(rows).where(rows.c[number] == spelt).values({phone: form}))
        op.drop_index(INDEXES[table], table)
        op.create_index(f'ix_{table}_phone', table, [phone, then], unique=False)
    for spelt in _numbers(conn, LISTED, 'number'):
        form = canonical(spelt)
        if form != spelt:
            _merge(conn, spelt, form)


def downgrade() -> None:
    """Undo. The do-not-text list keeps its numbers in their one form: how they were spelt is not known."""
    for table, number, phone, then in reversed(COLUMNS):
        op.drop_index(f'ix_{table}_phone', table)
        op.create_index(INDEXES[table], table, [number, then], unique=False)
        op.drop_column(table, phone)


def _numbers(conn: sa.Connection, rows: sa.TableClause, name: str) -> Iterator[str]:
    """Give each number once, however many there are."""
    number, last = rows.c[name], ''
    while True:
        query = sa.select(number).distinct().where(number > last).order_by(number).limit(PORTION)
        part = list(conn.execute(query).scalars())
        yield from part
        if len(part) < PORTION:
            return
        last = part[-1]


def _merge(conn: sa.Connection, spelt: str, form: str) -> None:
    """Write a number in its one form. Of two records the one on the list stays, and of such the oldest."""
    of_form, of_spelt = (LISTED.c.number == each for each in (form, spelt))
    there = conn.execute(sa.select(LISTED).where(of_form)).one_or_none()
    if there is not None:
        this = conn.execute(sa.select(LISTED).where(of_spelt)).one()
        stays = min((there, this), key=lambda row: (row.removed_at is not None, row.added_at))
        gone = spelt if stays is there else form
        conn.execute(sa.delete(LISTED).where(LISTED.c.number == gone))
        if stays is there:
            return
    conn.execute(sa.update(LISTED).where(of_spelt).values(number=form))
