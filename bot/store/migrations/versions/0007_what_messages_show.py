"""A Slack message remembers a digest of what it shows, so that an edit that would change nothing is left out."""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply. What messages show by now is not known; the next edit of each is made, and remembered."""
    op.add_column('message', sa.Column('digest', sa.String(length=32), nullable=True))


def downgrade() -> None:
    """Undo."""
    with op.batch_alter_table('message') as batch:
        batch.drop_column('digest')
