"""Birthday texts are held for people to stop, and an assistant drafts lists."""

import sqlalchemy as sa
from alembic import op

revision = '0029'
down_revision = '0028'
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply. Nobody is texted by it: the policy switches birthday texts on."""
    op.create_table(
        'birthday_day',
        sa.Column('id', sa.String(length=32), nullable=False),
        sa.Column('day', sa.String(length=10), nullable=False),
        sa.Column('state', sa.String(length=16), nullable=False),
        sa.Column('team_id', sa.String(length=32), nullable=False),
        sa.Column('user_id', sa.String(length=32), nullable=False),
        sa.Column('channel', sa.String(length=32), nullable=False),
        sa.Column('send_at', TIME, nullable=True),
        sa.Column('left_out', sa.JSON(none_as_null=True), nullable=True),
        sa.Column('leased_at', TIME, nullable=True),
        sa.Column('asked_by', sa.String(length=32), nullable=True),
        sa.Column('seen_at', TIME, nullable=True),
        sa.Column('created_at', TIME, nullable=False),
        sa.Column('updated_at', TIME, nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_birthday_day')),
        sa.UniqueConstraint('day', name=op.f('uq_birthday_day_day')),
    )
    op.create_table(
        'birthday_text',
        sa.Column('send_id', sa.String(length=32), nullable=False),
        sa.Column('day_id', sa.String(length=32), nullable=False),
        sa.Column('year', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ['day_id'],
            ['birthday_day.id'],
            name=op.f('fk_birthday_text_day_id_birthday_day'),
            ondelete='CASCADE',
        ),
        sa.ForeignKeyConstraint(
            ['send_id'], ['send.id'], name=op.f('fk_birthday_text_send_id_send'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('send_id', name=op.f('pk_birthday_text')),
    )
    op.create_index(op.f('ix_birthday_text_day_id'), 'birthday_text', ['day_id'], unique=False)
    op.add_column('assistant_draft', sa.Column('listed', sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    """Undo. Texts that are held go out as any that are scheduled; drafts of lists that wait are gone."""
    op.execute("DELETE FROM message WHERE purpose = 'birthdays'")
    op.execute(
        "DELETE FROM message WHERE purpose = 'drafted' AND subject_id IN "
        "(SELECT id FROM assistant_draft WHERE kind = 'list')"
    )
    op.execute("DELETE FROM assistant_draft WHERE kind = 'list'")
    op.drop_column('assistant_draft', 'listed')
    op.drop_table('birthday_text')
    op.drop_table('birthday_day')
