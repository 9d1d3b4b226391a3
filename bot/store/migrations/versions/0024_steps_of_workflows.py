"""A step of a workflow is kept until Slack was told what came of it."""

import sqlalchemy as sa
from alembic import op

revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None

OPEN = "state != 'told'"
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        'workflow_step',
        sa.Column('id', sa.String(length=32), nullable=False),
        sa.Column('execution_id', sa.String(length=64), nullable=False),
        sa.Column('step', sa.String(length=32), nullable=False),
        sa.Column('team_id', sa.String(length=32), nullable=False),
        sa.Column('user_id', sa.String(length=32), nullable=False),
        sa.Column('inputs', sa.Text(), nullable=True),
        sa.Column('state', sa.String(length=16), nullable=False),
        sa.Column('send_id', sa.String(length=32), nullable=True),
        sa.Column('result', sa.Text(), nullable=True),
        sa.Column('not_before', TIME, nullable=False),
        sa.Column('failures', sa.Integer(), server_default='0', nullable=False),
        sa.Column('created_at', TIME, nullable=False),
        sa.Column('updated_at', TIME, nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_workflow_step')),
        sa.UniqueConstraint('execution_id', name=op.f('uq_workflow_step_execution_id')),
    )
    op.create_index(op.f('ix_workflow_step_updated_at'), 'workflow_step', ['updated_at'], unique=False)
    op.create_index(
        'ix_workflow_step_open',
        'workflow_step',
        ['not_before'],
        unique=False,
        sqlite_where=sa.text(OPEN),
        postgresql_where=sa.text(OPEN),
    )


def downgrade() -> None:
    """Undo. Slack is told nothing any more of steps that are under way; their texts stay."""
    op.drop_table('workflow_step')
