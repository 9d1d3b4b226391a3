"""What the services of every kind of send stand on."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial

from sqlalchemy import Connection

from bot.access import EVERYBODY, Role
from bot.assembly.ground import Ground
from bot.features.appointments.drawing import Drawing as AppointmentDrawing
from bot.features.approvals import standing
from bot.features.approvals.drawing import Drawing as ApprovalDrawing
from bot.features.approvals.service import Approvals
from bot.features.broadcast import elsewhere_view
from bot.features.broadcast import jobs as broadcast_jobs
from bot.features.broadcast.drawing import Drawing as BroadcastDrawing
from bot.features.broadcast.elsewhere import Elsewhere
from bot.features.broadcast.following import Following
from bot.features.budgets.service import Budgets
from bot.features.contact_import.drawing import Drawing as ImportDrawing
from bot.features.contacts.service import ContactBook
from bot.features.contacts.sync import GroupSync
from bot.features.credits.service import Credits
from bot.features.delivery.board import Board
from bot.features.delivery.drawings import Draw, Drawings
from bot.features.delivery.questions import Questions
from bot.features.delivery.service import Delivery
from bot.features.do_not_text.service import DoNotText
from bot.features.lists.drawing import Drawing as ListDrawing
from bot.features.lists.lanes import Lanes
from bot.features.otp import jobs as otp_jobs
from bot.features.otp.drawing import Drawing as CodeDrawing
from bot.features.outbox.decisions import Decisions
from bot.features.outbox.service import Outbox
from bot.features.scheduled.changing import Changing
from bot.features.scheduled.service import Scheduled
from bot.features.sms import jobs as sms_jobs
from bot.features.sms.message_view import message
from bot.features.sms.service import follow
from bot.store import approvals as approval_store
from bot.store.messages import Purpose
from bot.store.sends import Send, SendKind


class Common:
    """The services that every kind of send shares, on one ground."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        database, clock, policy = ground.database, ground.clock, ground.policy
        zone = ground.settings.smsit_timezone
        may = ground.access.allows
        self.board = self._board()
        database.on_outdated(self.board.show_soon)

        region = ground.settings.default_region
        self.contacts = ContactBook(ground.smsit, database, region)
        self.sync = GroupSync(ground.smsit, database, clock, region)
        self.credit = Credits(ground.smsit, database)
        self.do_not_text = DoNotText(database, clock, region)
        self.budgets = Budgets(policy.budgets, zone, clock)
        self.approvals = Approvals(
            database,
            policy.approval,
            clock,
            approvers=self._approvers,
            release=self._release,
        )
        self.lanes = Lanes(ground.engine, ground.lanes)
        self.outbox = Outbox(
            database,
            clock,
            budgets=self.budgets,
            approvals=self.approvals,
            dispatch={
                SendKind.CONTACT: partial(sms_jobs.enqueue_attempt, ground.engine),
                SendKind.OTP: partial(otp_jobs.enqueue_attempt, ground.engine),
                SendKind.GROUP: partial(broadcast_jobs.enqueue_attempt, ground.engine),
                SendKind.LIST: self.lanes.start,
            },
        )
        self.questions = Questions(ground.smsit, clock)
        self.delivery = Delivery(ground.smsit, database, clock, region)
        self.following = Following(self.questions, ground.follow_for)
        self.elsewhere = Elsewhere(database, ground.smsit, self.following, clock)
        self.decisions = Decisions(
            database,
            self.outbox,
            clock,
            budgets=self.budgets,
            approvals=self.approvals,
            follow={
                SendKind.CONTACT: self.follow,
                SendKind.OTP: self.follow,
                SendKind.LIST: self.follow,
                SendKind.GROUP: self.following.begin,
            },
            allows=may,
            quiet_role=policy.quiet_hours.override,
            latest=ground.latest,
        )
        self.scheduled = Scheduled(database, ground.access, clock, account_zone=zone)
        self.changing = Changing(
            database, ground.access, clock, budgets=self.budgets, approvals=self.approvals
        )

    def follow(self, conn: Connection, send: Send, now: datetime) -> None:
        """Follow an accepted text to one number, in the caller's transaction."""
        follow(conn, send, now, self._ground.follow_for)

    def _board(self) -> Board:
        ground = self._ground
        approvers = ground.policy.approval.channel
        broadcasts = BroadcastDrawing(ground.database, ground.clock, approvers, len(ground.senders.numbers))
        lists = ListDrawing(ground.database, ground.clock, self._approval_in_words)
        main: Mapping[SendKind, Draw] = {
            SendKind.CONTACT: message,
            SendKind.OTP: CodeDrawing(ground.database).main,
            SendKind.GROUP: broadcasts.main,
            SendKind.ELSEWHERE: elsewhere_view.message,
            SendKind.LIST: lists.main,
        }
        details: Mapping[SendKind, Draw] = {
            SendKind.GROUP: broadcasts.details,
            SendKind.LIST: lists.details,
        }
        request = ApprovalDrawing(ground.database, self._reasons).draw
        subjects = {
            Purpose.IMPORT: ImportDrawing(ground.database).draw,
            Purpose.APPOINTMENT: AppointmentDrawing(ground.database, ground.settings.smsit_timezone).draw,
        }
        drawings = Drawings(main, details, request, approvers, subjects)
        return Board(ground.database, ground.poster, drawings, ground.clock, ground.drawing)

    def _approval_in_words(self, send: Send) -> str:
        with self._ground.database.read() as conn:
            asked = approval_store.get(conn, send.id)
        channel = self._ground.policy.approval.channel
        return "" if asked is None else f"Approval: {standing.in_words(send, asked, channel)}."

    def _approvers(self) -> frozenset[str]:
        """Return who may approve. While not all are known, everybody counts: nobody is the only one then."""
        access = self._ground.access
        known = access.holders(Role.APPROVER)
        return known if access.all_known(Role.APPROVER) else known | {EVERYBODY}

    def _release(self, conn: Connection, send: Send) -> None:
        self.outbox.release(conn, send)

    def _reasons(self, send: Send) -> tuple[str, ...]:
        return self.approvals.reasons(send)
