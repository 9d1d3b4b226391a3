"""What became of earlier requests to approve a send stays on record, where they were not approved."""

import sqlalchemy as sa
from alembic import op

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply. Of rounds before, decisions were not kept."""
    op.create_table(
        'past_decision',
        sa.Column('send_id', sa.String(32), sa.ForeignKey('send.id', ondelete='CASCADE'), primary_key=True),
        sa.Column('round', sa.Integer, primary_key=True),
        sa.Column('decision', sa.String(16), nullable=False),
        sa.Column('decided_by', sa.String(32), nullable=True),
        sa.Column('decided_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('reason', sa.Text, nullable=True),
    )


def downgrade() -> None:
    """Undo."""
    op.drop_table('past_decision')
