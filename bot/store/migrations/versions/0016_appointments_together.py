"""Appointments are reminded of several times, changes are told to customers, and a day is changed as a whole."""

import sqlalchemy as sa
from alembic import op

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply. What reminds of an appointment becomes a list of one."""
    json = sa.JSON(none_as_null=True)
    op.add_column('appointment', sa.Column('hours_before', json, nullable=True))
    op.add_column('appointment', sa.Column('reminder_ids', json, nullable=True))
    cast = '' if op.get_bind().dialect.name == 'sqlite' else '::json'
    op.execute(
        f"UPDATE appointment SET hours_before = ('[' || reminder_hours || ']'){cast}"
        ' WHERE reminder_hours IS NOT NULL'
    )
    op.execute(
        f"UPDATE appointment SET reminder_ids = ('[\"' || reminder_id || '\"]'){cast}"
        ' WHERE reminder_id IS NOT NULL'
    )
    op.drop_column('appointment', 'reminder_hours')
    op.drop_column('appointment', 'reminder_id')
    op.add_column('appointment_call', sa.Column('notice', sa.Text(), nullable=True))
    op.add_column('appointment_call', sa.Column('notice_at', TIME, nullable=True))
    op.add_column('appointment_call', sa.Column('notice_id', sa.String(length=32), nullable=True))
    op.create_table(
        'change_plan',
        sa.Column('id', sa.String(length=32), nullable=False),
        sa.Column('key', sa.String(length=255), nullable=False),
        sa.Column('team_id', sa.String(length=32), nullable=False),
        sa.Column('user_id', sa.String(length=32), nullable=False),
        sa.Column('origin_channel', sa.String(length=32), nullable=True),
        sa.Column('day', sa.String(length=10), nullable=True),
        sa.Column('status', sa.String(length=16), nullable=False),
        sa.Column('notice', sa.Text(), nullable=True),
        sa.Column('hours', json, nullable=True),
        sa.Column('zone', sa.String(length=64), nullable=False),
        sa.Column('created_at', TIME, nullable=False),
        sa.Column('confirmed_at', TIME, nullable=True),
        sa.Column('shown', sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_change_plan')),
        sa.UniqueConstraint('key', name=op.f('uq_change_plan_key')),
    )
    op.create_index('ix_change_plan_confirmed_at', 'change_plan', ['confirmed_at'])
    op.create_table(
        'change_plan_row',
        sa.Column('plan_id', sa.String(length=32), nullable=False),
        sa.Column('appointment_id', sa.String(length=32), nullable=False),
        sa.Column('call_id', sa.String(length=32), nullable=False),
        sa.Column('attempts', sa.Integer(), nullable=False),
        sa.Column('at', TIME, nullable=False),
        sa.Column('notice_at', TIME, nullable=True),
        sa.Column('silent', sa.String(length=16), nullable=True),
        sa.Column('made_id', sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint('plan_id', 'appointment_id', name=op.f('pk_change_plan_row')),
        sa.ForeignKeyConstraint(
            ['plan_id'], ['change_plan.id'], name=op.f('fk_change_plan_row_plan_id'), ondelete='CASCADE'
        ),
        sa.ForeignKeyConstraint(
            ['appointment_id'],
            ['appointment.id'],
            name=op.f('fk_change_plan_row_appointment_id'),
            ondelete='CASCADE',
        ),
    )
    op.create_index('ix_change_plan_row_appointment_id', 'change_plan_row', ['appointment_id'])
    op.create_index('ix_change_plan_row_made_id', 'change_plan_row', ['made_id'])
    op.create_table(
        'free_time',
        sa.Column('id', sa.String(length=32), nullable=False),
        sa.Column('key', sa.String(length=255), nullable=False),
        sa.Column('team_id', sa.String(length=32), nullable=False),
        sa.Column('user_id', sa.String(length=32), nullable=False),
        sa.Column('origin_channel', sa.String(length=32), nullable=True),
        sa.Column('appointment_id', sa.String(length=32), nullable=False),
        sa.Column('at', TIME, nullable=False),
        sa.Column('zone', sa.String(length=64), nullable=False),
        sa.Column('group_name', sa.Text(), nullable=False),
        sa.Column('sender', sa.String(length=32), nullable=False),
        sa.Column('body', sa.Text(), nullable=False),
        sa.Column('state', sa.String(length=16), nullable=False),
        sa.Column('why', sa.String(length=16), nullable=True),
        sa.Column('offered', sa.Integer(), server_default='0', nullable=False),
        sa.Column('next_at', TIME, nullable=True),
        sa.Column('decided_by', sa.String(length=32), nullable=True),
        sa.Column('created_at', TIME, nullable=False),
        sa.Column('updated_at', TIME, nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_free_time')),
        sa.UniqueConstraint('key', name=op.f('uq_free_time_key')),
    )
    op.create_index(
        'uq_free_time_offered',
        'free_time',
        ['appointment_id'],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )


def downgrade() -> None:
    """Undo. Of several reminders the earliest stays."""
    op.drop_table('free_time')
    op.drop_table('change_plan_row')
    op.drop_table('change_plan')
    for name in ('notice_id', 'notice_at', 'notice'):
        op.drop_column('appointment_call', name)
    op.add_column('appointment', sa.Column('reminder_id', sa.String(length=32), nullable=True))
    op.add_column('appointment', sa.Column('reminder_hours', sa.Integer(), nullable=True))
    for old, new, kind in (
        ('reminder_id', 'reminder_ids', 'VARCHAR'),
        ('reminder_hours', 'hours_before', 'INTEGER'),
    ):
        first = f'json_extract({new}, \'$[0]\')' if op.get_bind().dialect.name == 'sqlite' else f'{new}->>0'
        op.execute(f'UPDATE appointment SET {old} = CAST({first} AS {kind}) WHERE {new} IS NOT NULL')
    op.drop_column('appointment', 'reminder_ids')
    op.drop_column('appointment', 'hours_before')
