"""Words and numbers can be encrypted: with which key, and room for what is longer then."""

import sqlalchemy as sa
from alembic import op

revision = '0028'
down_revision = '0027'
branch_labels = None
depends_on = None

SHORT = {
    'send': ('to_number', 'to_phone'),
    'verification': ('number', 'phone'),
    'appointment': ('number', 'phone'),
    'contact_addition': ('number', 'birthday'),
    'contact_import_row': ('number', 'birthday'),
    'assistant_draft': ('number',),
    'do_not_text': ('number',),
    'own_number': ('number', 'phone'),
}
"""SQLite minds no lengths, so that nothing has to be copied there."""


def upgrade() -> None:
    """Apply. Nothing is encrypted by it."""
    op.create_table(
        'data_encryption',
        sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('key_id', sa.String(length=16), nullable=False),
        sa.Column('former_id', sa.String(length=16), nullable=True),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_data_encryption')),
    )
    _change(sa.Text())


def downgrade() -> None:
    """Undo. What is encrypted has to be decrypted before."""
    _change(None)
    op.drop_table('data_encryption')


def _change(to: sa.Text | None) -> None:
    if op.get_bind().dialect.name != 'postgresql':
        return
    for table, columns in SHORT.items():
        for column in columns:
            op.alter_column(table, column, type_=to or sa.String(10 if column == 'birthday' else 32))
