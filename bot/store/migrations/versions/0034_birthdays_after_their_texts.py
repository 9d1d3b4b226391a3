"""The message of a day of birthday texts is drawn after those of its texts, and not by when they changed."""

import sqlalchemy as sa
from alembic import op

revision = '0034'
down_revision = '0033'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply. The messages that were out of date are drawn again."""
    changed = (
        'SELECT day_id FROM birthday_text JOIN send ON send.id = send_id'
        ' JOIN birthday_day ON birthday_day.id = day_id WHERE send.updated_at > seen_at'
    )
    op.execute(
        f"UPDATE message SET version = version + 1 WHERE purpose = 'birthdays' AND subject_id IN ({changed})"
    )
    op.drop_column('birthday_day', 'seen_at')


def downgrade() -> None:
    """Undo. What has changed before is taken to be shown."""
    op.add_column('birthday_day', sa.Column('seen_at', sa.DateTime(timezone=True), nullable=True))
    op.execute('UPDATE birthday_day SET seen_at = updated_at')
