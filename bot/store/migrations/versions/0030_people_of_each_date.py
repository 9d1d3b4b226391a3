"""A list that repeats gathers its people anew on each date."""

import sqlalchemy as sa
from alembic import op

revision = '0030'
down_revision = '0029'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply. Series from before go on to the people they have; nobody knows any more who was chosen."""
    op.create_table(
        'audience_choice',
        sa.Column('send_id', sa.String(length=32), nullable=False),
        sa.Column('choice', sa.JSON(none_as_null=True), nullable=True),
        sa.Column('gathering', sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ['send_id'], ['send.id'], name=op.f('fk_audience_choice_send_id_send'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('send_id', name=op.f('pk_audience_choice')),
    )


def downgrade() -> None:
    """Undo. Dates whose people were not gathered yet have nobody, and end without a text."""
    op.drop_table('audience_choice')
