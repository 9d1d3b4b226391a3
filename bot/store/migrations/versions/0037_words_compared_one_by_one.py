"""Conditions of partial indexes compare words one by one.

Of an IN list with more than two words SQLite made a table, twice for each row that was written.
"""

import sqlalchemy as sa
from alembic import op

revision = '0037'
down_revision = '0036'
branch_labels = None
depends_on = None

RESERVED = ('awaiting_approval', 'queued', 'attempting', 'scheduled', 'running', 'paused')
NOT_SPENT = ('draft', 'rejected', 'expired', 'refused', 'cancelled')
ENDED = ('accepted', 'delivered', 'undelivered', 'no_news')
OPEN = ('making', 'open', 'checking')
IMPORT_OPEN = ('queued', 'running', 'paused')
SPENT = ['goes_at', 'user_id', 'origin_channel', 'credits_upper', 'risked', 'id']
OF_SPENT = "parent_id IS NULL AND recurrence IS NULL AND NOT (kind = 'list' AND "


def upgrade() -> None:
    """Apply."""
    _index('ix_send_reserved', 'send', ['state'], f'{_one_of(RESERVED)} AND parent_id IS NULL')
    _index('ix_send_spent', 'send', SPENT, f'{_none_of(NOT_SPENT)} AND {OF_SPENT}{_one_of(ENDED)})')
    _index('ix_verification_open', 'verification', ['expires_at'], _one_of(OPEN))
    _index('ix_contact_import_open', 'contact_import', ['updated_at'], _one_of(IMPORT_OPEN))


def downgrade() -> None:
    """Undo."""
    _index('ix_send_reserved', 'send', ['state'], f'{_in(RESERVED)} AND parent_id IS NULL')
    _index('ix_send_spent', 'send', SPENT, f'state NOT IN {_list(NOT_SPENT)} AND {OF_SPENT}{_in(ENDED)})')
    _index('ix_verification_open', 'verification', ['expires_at'], _in(OPEN))
    _index('ix_contact_import_open', 'contact_import', ['updated_at'], _in(IMPORT_OPEN))


def _index(name: str, table: str, columns: list[str], condition: str) -> None:
    where = sa.text(condition)
    op.drop_index(name, table_name=table)
    op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)


def _one_of(words: tuple[str, ...]) -> str:
    return '(' + ' OR '.join(f"state = '{word}'" for word in words) + ')'


def _none_of(words: tuple[str, ...]) -> str:
    return ' AND '.join(f"state <> '{word}'" for word in words)


def _in(words: tuple[str, ...]) -> str:
    return f'state IN {_list(words)}'


def _list(words: tuple[str, ...]) -> str:
    return '(' + ', '.join(f"'{word}'" for word in words) + ')'
