"""Columns that meant several things mean one, and what they meant besides has columns of its own.

Of a send, its evidence was also until when a list is paused, and columns that a person's answer writes; the
status of its report was also a count; the appointment it is about was the call named in its key. Of an import,
the reason why it is paused was also who paused it.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

PORTION = 1000
"""Rows in memory at a time."""
OF_APPOINTMENT = 'appointment_id IS NOT NULL'
TEXTS = ('confirmation', 'reminder')
BY = '@'
TIME = sa.DateTime(timezone=True)
SEND = sa.table(
    'send',
    *(sa.column(name) for name in ('id', 'kind', 'state', 'outcome_code', 'report_status', 'report_repeats')),
    *(sa.column(name, sa.JSON(none_as_null=True)) for name in ('evidence', 'pending_values')),
    sa.column('paused_until', TIME),
)
TO_MANY = SEND.c.kind.in_(('group', 'elsewhere'))
ASKS_OR_WAITS = "state IN ('awaiting_approval', 'scheduled', 'running', 'paused', 'unknown')"


def upgrade() -> None:
    """Apply."""
    op.add_column('send', sa.Column('report_repeats', sa.Integer(), nullable=True))
    op.add_column('send', sa.Column('pending_values', sa.JSON(none_as_null=True), nullable=True))
    op.add_column('send', sa.Column('paused_until', TIME, nullable=True))
    op.add_column('send', sa.Column('appointment_id', sa.String(length=32), nullable=True))
    op.add_column('send', sa.Column('appointment_text', sa.String(length=16), nullable=True))
    op.add_column('send', sa.Column('appointment_at', TIME, nullable=True))
    op.add_column('contact_import', sa.Column('decided_by', sa.String(length=32), nullable=True))
    conn = op.get_bind()
    for counted in _counts(conn, SEND.c.report_status):
        values = {'report_repeats': int(counted), 'report_status': None}
        conn.execute(sa.update(SEND).where(TO_MANY, SEND.c.report_status == counted).values(values))
    for row in _rows(conn, SEND.c.evidence, sa.or_(SEND.c.kind == 'list', SEND.c.outcome_code == 'changed')):
        told = {'evidence': None, **_told(row)}
        conn.execute(sa.update(SEND).where(SEND.c.id == row.id).values(told))
    for what in TEXTS:
        _name_appointments(what)
    op.create_index(
        'ix_send_appointment',
        'send',
        ['appointment_id'],
        unique=False,
        sqlite_where=sa.text(OF_APPOINTMENT),
        postgresql_where=sa.text(OF_APPOINTMENT),
    )
    op.execute(f"UPDATE contact_import SET decided_by = substr(why, 2), why = NULL WHERE why LIKE '{BY}%'")
    # The buttons of messages that ask or wait may be those of an older version, which nobody answers any more.
    op.execute(f'UPDATE message SET version = version + 1 WHERE subject_id IN (SELECT id FROM send WHERE {ASKS_OR_WAITS})')


def downgrade() -> None:
    """Undo."""
    conn = op.get_bind()
    op.execute(f"UPDATE contact_import SET why = '{BY}' || decided_by WHERE decided_by IS NOT NULL")
    for counted in _counts(conn, SEND.c.report_repeats):
        values = {'report_status': str(counted)}
        conn.execute(sa.update(SEND).where(TO_MANY, SEND.c.report_repeats == counted).values(values))
    for row in _rows(conn, SEND.c.paused_until):
        ends = row.paused_until if row.paused_until.tzinfo else row.paused_until.replace(tzinfo=UTC)
        told = {'evidence': {'until': ends.isoformat()}}
        conn.execute(sa.update(SEND).where(SEND.c.id == row.id).values(told))
    for row in _rows(conn, SEND.c.pending_values):
        conn.execute(sa.update(SEND).where(SEND.c.id == row.id).values(evidence=row.pending_values))
    op.drop_index('ix_send_appointment', 'send')
    op.drop_column('contact_import', 'decided_by')
    for name in ('appointment_at', 'appointment_text', 'appointment_id', 'paused_until', 'pending_values', 'report_repeats'):
        op.drop_column('send', name)


def _counts(conn: sa.Connection, column: sa.ColumnElement[Any]) -> list[Any]:
    """Return how often the same figures came, each number once."""
    return list(conn.execute(sa.select(column).distinct().where(TO_MANY, column.is_not(None))).scalars())


def _rows(conn: sa.Connection, column: sa.ColumnElement[Any], *which: sa.ColumnElement[bool]) -> Iterator[sa.Row[Any]]:
    """Give the sends that have something in a column, in the order of their ids."""
    last = ''
    while True:
        query = sa.select(SEND).where(column.is_not(None), SEND.c.id > last, *which)
        part = conn.execute(query.order_by(SEND.c.id).limit(PORTION)).all()
        yield from part
        if len(part) < PORTION:
            return
        last = part[-1].id


def _told(row: sa.Row[Any]) -> dict[str, Any]:
    """Return what the evidence of a send is that is none: until when a list is paused, or what would be new."""
    if row.outcome_code == 'changed':
        return {'pending_values': row.evidence}
    until = (row.evidence or {}).get('until') if row.state == 'paused' else None
    return {} if until is None else {'paused_until': datetime.fromisoformat(until).astimezone(UTC)}


def _name_appointments(what: str) -> None:
    """Write to the texts about appointments which one they are about, and the time of the call they came of."""
    begins = f'appointment-{what}:'
    call = f'FROM appointment_call WHERE appointment_call.id = substr(send.key, {len(begins) + 1})'
    op.execute(
        f"UPDATE send SET appointment_text = '{what}', appointment_id = (SELECT appointment_id {call}),"
        f" appointment_at = (SELECT at {call}) WHERE send.key LIKE '{begins}%'"
    )
