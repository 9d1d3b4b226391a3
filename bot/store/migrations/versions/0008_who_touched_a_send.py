"""A send remembers whom of a group it goes to, as a keyed hash, and who changed it since it was approved."""

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply. Whom sends of before go to is not known: an approval of one holds by its number of people."""
    op.add_column('send', sa.Column('members', sa.String(length=64), nullable=True))
    op.add_column('send', sa.Column('touched_by', sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    """Undo."""
    with op.batch_alter_table('send') as batch:
        batch.drop_column('touched_by')
        batch.drop_column('members')
