"""The records say which SMS-iT account they are of."""

import sqlalchemy as sa
from alembic import op

revision = '0035'
down_revision = '0034'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply. The next start notes the account; until then no one knows."""
    op.create_table(
        'smsit_account',
        sa.Column('account_id', sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint('account_id', name=op.f('pk_smsit_account')),
    )


def downgrade() -> None:
    """Undo."""
    op.drop_table('smsit_account')
