"""What columns of a send meant besides has columns of its own.

The code and the sentence of its outcome were also those of its hold.
"""

import sqlalchemy as sa
from alembic import op

revision = '0031'
down_revision = '0030'
branch_labels = None
depends_on = None

HELD = "state IN ('scheduled', 'paused')"


def upgrade() -> None:
    """Apply. Sentences are moved as they are, encrypted or not."""
    op.execute('ALTER TABLE send RENAME COLUMN paused_until TO hold_until')
    op.add_column('send', sa.Column('hold_code', sa.Text(), nullable=True))
    op.add_column('send', sa.Column('hold_sentence', sa.Text(), nullable=True))
    op.execute(
        'UPDATE send SET hold_code = outcome_code, hold_sentence = outcome_sentence,'
        f' outcome_code = NULL, outcome_sentence = NULL WHERE {HELD} AND outcome_code IS NOT NULL'
    )


def downgrade() -> None:
    """Undo."""
    op.execute(
        'UPDATE send SET outcome_code = hold_code, outcome_sentence = hold_sentence'
        f' WHERE {HELD} AND hold_code IS NOT NULL'
    )
    op.drop_column('send', 'hold_sentence')
    op.drop_column('send', 'hold_code')
    op.execute('ALTER TABLE send RENAME COLUMN hold_until TO paused_until')
