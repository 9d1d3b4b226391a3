"""What columns meant besides has columns of its own.

Of a send, the code and the sentence of its outcome were also those of its hold, and its evidence also told when
and how often it was looked for. Its attempts, and those of a call about an appointment, also counted how often it
was set going.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = '0031'
down_revision = '0030'
branch_labels = None
depends_on = None

PORTION = 1000
"""Rows in memory at a time."""
SEALED = 'sealed'
"""Of evidence that is encrypted: all that was not read by the database."""
TIME = sa.DateTime(timezone=True)
TIMES = ('first_look_at', 'last_look_at', 'looking_since')
SEND = sa.table(
    'send',
    sa.column('id', sa.String()),
    sa.column('evidence', sa.JSON(none_as_null=True)),
    sa.column('looks', sa.Integer()),
    *(sa.column(name, TIME) for name in TIMES),
)
HELD = "state IN ('scheduled', 'paused')"


def upgrade() -> None:
    """Apply. Sentences are moved as they are, encrypted or not."""
    op.execute('ALTER TABLE send RENAME COLUMN paused_until TO hold_until')
    op.add_column('send', sa.Column('hold_code', sa.Text(), nullable=True))
    op.add_column('send', sa.Column('hold_sentence', sa.Text(), nullable=True))
    op.execute(
        'UPDATE send SET hold_code = outcome_code, hold_sentence = outcome_sentence,'
        f' outcome_code = NULL, outcome_sentence = NULL WHERE {HELD} AND outcome_code IS NOT NULL'
    )
    for name in TIMES:
        op.add_column('send', sa.Column(name, TIME, nullable=True))
    op.add_column('send', sa.Column('looks', sa.Integer(), server_default='0', nullable=False))
    op.add_column('send', sa.Column('wave', sa.Integer(), server_default='0', nullable=False))
    op.add_column('appointment_call', sa.Column('wave', sa.Integer(), server_default='0', nullable=False))
    op.execute('ALTER TABLE change_plan_row RENAME COLUMN attempts TO wave')
    for table in ('send', 'appointment_call'):
        op.execute(f'UPDATE {table} SET wave = attempts WHERE attempts > 0')
    # The buttons of their messages say how often they were attempted.
    again = 'SELECT appointment_id FROM appointment_call WHERE attempts > 0'
    op.execute(f'UPDATE message SET version = version + 1 WHERE subject_id IN ({again})')
    op.execute("UPDATE send SET attempts = 0 WHERE kind = 'list' AND attempts > 0")
    conn = op.get_bind()
    for row in _rows(conn, SEND.c.evidence):
        conn.execute(sa.update(SEND).where(SEND.c.id == row.id).values(_apart(row.evidence)))


def downgrade() -> None:
    """Undo."""
    conn = op.get_bind()
    for row in _rows(conn, sa.func.coalesce(SEND.c.last_look_at, SEND.c.looking_since)):
        conn.execute(sa.update(SEND).where(SEND.c.id == row.id).values(evidence=_together(row)))
    for table in ('send', 'appointment_call'):
        op.execute(f'UPDATE {table} SET attempts = wave WHERE wave > 0')
    op.execute('ALTER TABLE change_plan_row RENAME COLUMN wave TO attempts')
    op.drop_column('appointment_call', 'wave')
    for name in ('wave', 'looks', *TIMES):
        op.drop_column('send', name)
    op.execute(
        'UPDATE send SET outcome_code = hold_code, outcome_sentence = hold_sentence'
        f' WHERE {HELD} AND hold_code IS NOT NULL'
    )
    op.drop_column('send', 'hold_sentence')
    op.drop_column('send', 'hold_code')
    op.execute('ALTER TABLE send RENAME COLUMN hold_until TO paused_until')


def _rows(conn: sa.Connection, column: sa.ColumnElement[Any]) -> Iterator[sa.Row[Any]]:
    """Give the sends that have something in a column, in the order of their ids."""
    last = ''
    while True:
        query = sa.select(SEND).where(column.is_not(None), SEND.c.id > last)
        part = conn.execute(query.order_by(SEND.c.id).limit(PORTION)).all()
        yield from part
        if len(part) < PORTION:
            return
        last = part[-1].id


def _apart(kept: Any) -> dict[str, Any]:
    """Return the columns of what was kept as evidence. What is encrypted of it is moved as it is."""
    if not isinstance(kept, dict):
        return {'evidence': kept}
    facts = {name: said for name, said in kept.items() if name not in {'looks', 'asking', SEALED}}
    is_first = 'asking' in kept and not (facts or 'looks' in kept or SEALED in kept)
    return {
        'evidence': None if is_first else kept.get(SEALED, facts),
        'looking_since': _time(kept.get('asking')),
        **_looks(kept.get('looks')),
    }


def _looks(kept: Any) -> dict[str, Any]:
    """Return the columns of the looks so far; what cannot be read is none."""
    match kept:
        case [str(first), str(last), int(count)] if _time(first) and _time(last):
            return {'first_look_at': _time(first), 'last_look_at': _time(last), 'looks': count}
    return {}


def _together(row: sa.Row[Any]) -> dict[str, Any]:
    """Return what was kept as evidence, of its columns."""
    is_sealed = isinstance(row.evidence, str)
    kept = {SEALED: row.evidence} if is_sealed else dict(row.evidence or {})
    if row.last_look_at is not None:
        first = row.first_look_at or row.last_look_at
        kept['looks'] = [_iso(first), _iso(row.last_look_at), row.looks]
    if row.looking_since is not None:
        kept['asking'] = _iso(row.looking_since)
    return kept


def _time(told: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(told).astimezone(UTC)
    except (TypeError, ValueError):
        return None


def _iso(moment: datetime) -> str:
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()
