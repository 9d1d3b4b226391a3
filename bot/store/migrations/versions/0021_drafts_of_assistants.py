"""A text that an assistant drafted waits for its person, who alone can have it sent."""

import sqlalchemy as sa
from alembic import op

revision = '0021'
down_revision = '0017'
branch_labels = None
depends_on = None

WAITING = "state = 'waiting'"
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        'assistant_draft',
        sa.Column('id', sa.String(length=32), nullable=False),
        sa.Column('kind', sa.String(length=16), nullable=False),
        sa.Column('team_id', sa.String(length=32), nullable=False),
        sa.Column('user_id', sa.String(length=32), nullable=False),
        sa.Column('number', sa.String(length=32), nullable=False),
        sa.Column('name', sa.Text(), nullable=True),
        sa.Column('body', sa.Text(), nullable=True),
        sa.Column('is_typed', sa.Boolean(), nullable=False),
        sa.Column('state', sa.String(length=16), nullable=False),
        sa.Column('created_at', TIME, nullable=False),
        sa.Column('expires_at', TIME, nullable=False),
        sa.Column('updated_at', TIME, nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_assistant_draft')),
    )
    op.create_index(op.f('ix_assistant_draft_updated_at'), 'assistant_draft', ['updated_at'], unique=False)
    op.create_index(
        'ix_assistant_draft_waiting',
        'assistant_draft',
        ['user_id'],
        unique=False,
        sqlite_where=sa.text(WAITING),
        postgresql_where=sa.text(WAITING),
    )


def downgrade() -> None:
    """Undo. Drafts that wait are gone, and so is what asked about them."""
    op.execute("DELETE FROM message WHERE purpose = 'drafted'")
    op.drop_table('assistant_draft')
