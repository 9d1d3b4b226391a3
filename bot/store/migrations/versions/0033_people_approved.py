"""A send remembers a keyed hash of each of its people, or of a sample, to tell how many were exchanged."""

import sqlalchemy as sa
from alembic import op

revision = '0033'
down_revision = '0032'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply. What was approved before has one hash of all: other people than those are asked about."""
    if op.get_bind().dialect.name != 'sqlite':  # which keeps texts of any length
        op.alter_column('send', 'members', type_=sa.Text(), existing_type=sa.String(length=64))


def downgrade() -> None:
    """Undo. The one hash of all stands first."""
    op.execute("UPDATE send SET members = substr(members, 1, 64) WHERE members IS NOT NULL")
    if op.get_bind().dialect.name != 'sqlite':
        op.alter_column('send', 'members', type_=sa.String(length=64), existing_type=sa.Text())
