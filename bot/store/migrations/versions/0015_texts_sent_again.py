"""A list remembers whose texts that did not arrive it sends again, and people where their tests go."""

import sqlalchemy as sa
from alembic import op

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None

IS_AGAIN = "again_of IS NOT NULL"


def upgrade() -> None:
    """Apply. No list of before was made of another."""
    op.add_column('send', sa.Column('again_of', sa.String(length=32), nullable=True))
    op.create_index(
        'ix_send_again',
        'send',
        ['again_of'],
        unique=False,
        sqlite_where=sa.text(IS_AGAIN),
        postgresql_where=sa.text(IS_AGAIN),
    )
    op.create_table(
        'own_number',
        sa.Column('user_id', sa.String(length=32), nullable=False),
        sa.Column('number', sa.String(length=32), nullable=False),
        sa.Column('phone', sa.String(length=32), nullable=False),
        sa.Column('group_name', sa.Text(), nullable=False),
        sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('user_id', name=op.f('pk_own_number')),
    )


def downgrade() -> None:
    """Undo."""
    op.drop_table('own_number')
    op.drop_index('ix_send_again', table_name='send')
    with op.batch_alter_table('send') as batch:
        batch.drop_column('again_of')
