"""A Slack message remembers since when it may have been posted, so that one whose place got lost is found again."""

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply. Whether one of before was posted without its place being known is not known."""
    op.add_column('message', sa.Column('posting_since', sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Undo."""
    with op.batch_alter_table('message') as batch:
        batch.drop_column('posting_since')
