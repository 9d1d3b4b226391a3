"""Somebody can be erased: what is left are a record of it and, if they must not be texted, a keyed hash."""

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        'do_not_text_erased',
        sa.Column('phone_hash', sa.String(length=64), nullable=False),
        sa.Column('national_hash', sa.String(length=64), nullable=False),
        sa.Column('key_id', sa.String(length=16), nullable=False),
        sa.Column('added_by', sa.String(length=32), nullable=False),
        sa.Column('added_at', TIME, nullable=False),
        sa.PrimaryKeyConstraint('phone_hash', name=op.f('pk_do_not_text_erased')),
    )
    for column in ('national_hash', 'key_id'):
        op.create_index(op.f(f'ix_do_not_text_erased_{column}'), 'do_not_text_erased', [column], unique=False)
    op.create_table(
        'erasure_key',
        sa.Column('key_id', sa.String(length=16), nullable=False),
        sa.Column('since', TIME, nullable=False),
        sa.PrimaryKeyConstraint('key_id', name=op.f('pk_erasure_key')),
    )
    op.create_table(
        'erasure',
        sa.Column('id', sa.String(length=32), nullable=False),
        sa.Column('phone_hash', sa.String(length=64), nullable=False),
        sa.Column('key_id', sa.String(length=16), nullable=False),
        sa.Column('done_by', sa.String(length=64), nullable=False),
        sa.Column('begun_at', TIME, nullable=False),
        sa.Column('finished_at', TIME, nullable=True),
        sa.Column('counts', sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_erasure')),
    )
    op.create_index(op.f('ix_erasure_phone_hash'), 'erasure', ['phone_hash'], unique=False)


def downgrade() -> None:
    """Undo. Who was erased and must not be texted is not known any more."""
    op.drop_table('erasure')
    op.drop_table('erasure_key')
    op.drop_table('do_not_text_erased')
