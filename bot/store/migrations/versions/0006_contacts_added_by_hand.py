"""A contact that somebody adds by hand is written down before SMS-iT is asked to add it."""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

BEING_ADDED = "state IN ('waiting', 'attempting')"
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        'contact_addition',
        sa.Column('id', sa.String(length=32), nullable=False),
        sa.Column('key', sa.String(length=255), nullable=False),
        sa.Column('user_id', sa.String(length=32), nullable=False),
        sa.Column('number', sa.String(length=32), nullable=False),
        sa.Column('group_name', sa.Text(), nullable=False),
        sa.Column('name', sa.Text(), nullable=True),
        sa.Column('email', sa.Text(), nullable=True),
        sa.Column('birthday', sa.String(length=10), nullable=True),
        sa.Column('state', sa.String(length=16), nullable=False),
        sa.Column('reason', sa.Text(), nullable=True),
        sa.Column('token', sa.String(length=32), nullable=True),
        sa.Column('attempting_at', TIME, nullable=True),
        sa.Column('attempts', sa.Integer(), server_default='0', nullable=False),
        sa.Column('decided_by', sa.String(length=32), nullable=True),
        sa.Column('created_at', TIME, nullable=False),
        sa.Column('updated_at', TIME, nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_contact_addition')),
        sa.UniqueConstraint('key', name=op.f('uq_contact_addition_key')),
    )
    op.create_index(op.f('ix_contact_addition_updated_at'), 'contact_addition', ['updated_at'], unique=False)
    op.create_index(
        'ix_contact_addition_open',
        'contact_addition',
        ['state'],
        unique=False,
        sqlite_where=sa.text(BEING_ADDED),
        postgresql_where=sa.text(BEING_ADDED),
    )


def downgrade() -> None:
    """Undo. What was asked of people in messages about additions is not drawn again."""
    op.execute("DELETE FROM message WHERE purpose IN ('addition', 'change')")
    op.drop_table('contact_addition')
