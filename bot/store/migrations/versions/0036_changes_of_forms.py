"""Processes that share a database know which change of a form is the newest."""

import sqlalchemy as sa
from alembic import op

revision = '0036'
down_revision = '0035'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply. What was open before is drawn in the order it comes."""
    op.create_table(
        'view_change',
        sa.Column('user_id', sa.String(length=32), nullable=False),
        sa.Column('view_id', sa.String(length=64), nullable=False),
        sa.Column('acted_at', sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint('user_id', name=op.f('pk_view_change')),
    )


def downgrade() -> None:
    """Undo."""
    op.drop_table('view_change')
