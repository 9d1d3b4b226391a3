"""Texts that are written once and used again, each in versions."""

import sqlalchemy as sa
from alembic import op

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None

IN_USE = "archived_at IS NULL"
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        'template',
        sa.Column('id', sa.String(length=32), nullable=False),
        sa.Column('key', sa.String(length=255), nullable=False),
        sa.Column('channel', sa.String(length=32), nullable=False),
        sa.Column('language', sa.String(length=8), nullable=False),
        sa.Column('name', sa.String(length=80), nullable=False),
        sa.Column('folded', sa.String(length=160), nullable=False),
        sa.Column('latest', sa.Integer(), nullable=False),
        sa.Column('created_by', sa.String(length=32), nullable=False),
        sa.Column('created_at', TIME, nullable=False),
        sa.Column('updated_at', TIME, nullable=False),
        sa.Column('archived_by', sa.String(length=32), nullable=True),
        sa.Column('archived_at', TIME, nullable=True),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_template')),
        sa.UniqueConstraint('key', name=op.f('uq_template_key')),
    )
    op.create_index(
        'uq_template_name',
        'template',
        ['channel', 'language', 'folded'],
        unique=True,
        sqlite_where=sa.text(IN_USE),
        postgresql_where=sa.text(IN_USE),
    )
    op.create_table(
        'template_version',
        sa.Column('id', sa.String(length=32), nullable=False),
        sa.Column('key', sa.String(length=255), nullable=False),
        sa.Column('template_id', sa.String(length=32), nullable=False),
        sa.Column('number', sa.Integer(), nullable=False),
        sa.Column('body', sa.Text(), nullable=False),
        sa.Column('state', sa.String(length=16), nullable=False),
        sa.Column('written_by', sa.String(length=32), nullable=False),
        sa.Column('written_at', TIME, nullable=False),
        sa.Column('touched_by', sa.JSON(), nullable=False),
        sa.Column('decided_by', sa.String(length=32), nullable=True),
        sa.Column('decided_at', TIME, nullable=True),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_template_version')),
        sa.UniqueConstraint('key', name=op.f('uq_template_version_key')),
        sa.ForeignKeyConstraint(
            ['template_id'], ['template.id'], name=op.f('fk_template_version_template_id'), ondelete='CASCADE'
        ),
    )
    op.create_index(
        'uq_template_version_number', 'template_version', ['template_id', 'number'], unique=True
    )


def downgrade() -> None:
    """Undo."""
    op.drop_table('template_version')
    op.drop_table('template')
