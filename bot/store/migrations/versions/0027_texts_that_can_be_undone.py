"""A text waits for some seconds after it was confirmed, so that it can be undone."""

import sqlalchemy as sa
from alembic import op

revision = '0027'
down_revision = '0024'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply. Nothing that waits now can be undone: it is cancelled as before."""
    op.add_column('send', sa.Column('undo_seconds', sa.Integer(), nullable=True))


def downgrade() -> None:
    """Undo."""
    op.drop_column('send', 'undo_seconds')
