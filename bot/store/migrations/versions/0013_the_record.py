"""What happened is written down once and chained, and the record of sends is found by indexes of its own."""

import sqlalchemy as sa
from alembic import op

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None

ON_RECORD = "state <> 'draft' AND parent_id IS NULL"
NAMED = f"kind IN ('group', 'list') AND {ON_RECORD}"
UNCHAINED = 'place IS NULL'
TIME = sa.DateTime(timezone=True)
NO_LESS = 'the audit log only grows'
SAME = ('id', 'at', 'kind', 'subject', 'subject_id', 'user_id', 'facts')


def upgrade() -> None:
    """Apply. What happened before is not in the audit log."""
    op.drop_index('ix_send_user', table_name='send')
    for name, columns in (
        ('ix_send_record', ['created_at', 'id', 'user_id', 'origin_channel', 'state', 'kind']),
        ('ix_send_user', ['user_id', 'created_at', 'id', 'origin_channel', 'state', 'kind']),
    ):
        op.create_index(
            name,
            'send',
            columns,
            unique=False,
            sqlite_where=sa.text(ON_RECORD),
            postgresql_where=sa.text(ON_RECORD),
        )
    op.create_index(
        'ix_send_name',
        'send',
        ['to_name', 'created_at', 'id'],
        unique=False,
        sqlite_where=sa.text(NAMED),
        postgresql_where=sa.text(NAMED),
    )
    op.create_table(
        'audit_entry',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('at', TIME, nullable=False),
        sa.Column('kind', sa.String(length=24), nullable=False),
        sa.Column('subject', sa.String(length=16), nullable=False),
        sa.Column('subject_id', sa.String(length=32), nullable=False),
        sa.Column('user_id', sa.String(length=32), nullable=True),
        sa.Column('facts', sa.Text(), nullable=False),
        sa.Column('place', sa.Integer(), nullable=True),
        sa.Column('hash', sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_entry')),
        sa.UniqueConstraint('place', name=op.f('uq_audit_entry_place')),
    )
    op.create_index('ix_audit_entry_subject_id', 'audit_entry', ['subject_id', 'id'], unique=False)
    op.create_index(
        'ix_audit_entry_unchained',
        'audit_entry',
        ['id'],
        unique=False,
        sqlite_where=sa.text(UNCHAINED),
        postgresql_where=sa.text(UNCHAINED),
    )
    if op.get_bind().dialect.name == 'sqlite':
        _guard_sqlite()
    else:
        _guard_postgresql()


def downgrade() -> None:
    """Undo. What was written down is gone."""
    op.drop_table('audit_entry')
    if op.get_bind().dialect.name != 'sqlite':
        op.execute('DROP FUNCTION audit_entry_kept()')
    op.drop_index('ix_send_name', table_name='send')
    op.drop_index('ix_send_record', table_name='send')
    op.drop_index('ix_send_user', table_name='send')
    op.create_index('ix_send_user', 'send', ['user_id', 'created_at'], unique=False)


def _guard_sqlite() -> None:
    changed = ' OR '.join(f'NEW.{column} IS NOT OLD.{column}' for column in SAME)
    refuse = f"BEGIN SELECT RAISE(ABORT, '{NO_LESS}'); END"
    op.execute(f'CREATE TRIGGER audit_entry_kept BEFORE DELETE ON audit_entry {refuse}')
    op.execute(
        'CREATE TRIGGER audit_entry_same BEFORE UPDATE ON audit_entry'
        f' WHEN OLD.place IS NOT NULL OR {changed} {refuse}'
    )


def _guard_postgresql() -> None:
    same = ', '.join(f'NEW.{column}' for column in SAME), ', '.join(f'OLD.{column}' for column in SAME)
    op.execute(
        'CREATE FUNCTION audit_entry_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN'
        " IF TG_OP = 'UPDATE' THEN IF OLD.place IS NULL"
        f' AND ({same[0]}) IS NOT DISTINCT FROM ({same[1]}) THEN RETURN NEW; END IF; END IF;'
        f" RAISE EXCEPTION '{NO_LESS}'; END $$"
    )
    op.execute(
        'CREATE TRIGGER audit_entry_kept BEFORE UPDATE OR DELETE ON audit_entry'
        ' FOR EACH ROW EXECUTE FUNCTION audit_entry_kept()'
    )
