"""Views through the real WebClient."""

import pytest

from tests.patience import ACK_SECONDS
from tests.sandbox.slack import shapes
from tests.sandbox.slack.calling import refused, trigger
from tests.sandbox.slack.conftest import SandboxHarness


class TestViews:
    def test_a_trigger_opens_one_view_within_three_seconds(self, web: SandboxHarness) -> None:
        web.workspace.ack_limit = 3.0
        fresh, stale = trigger(web), trigger(web)
        web.client.views_open(trigger_id=fresh, view=shapes.modal())
        web.clock.advance(seconds=3)
        assert web.client.views_open(trigger_id=trigger(web), view=shapes.modal())["ok"]
        web.clock.advance(seconds=0.1)

        assert refused(web, "views.open", trigger_id=fresh, view=shapes.modal()) == "exchanged_trigger_id"
        assert refused(web, "views.open", trigger_id=stale, view=shapes.modal()) == "expired_trigger_id"
        assert refused(web, "views.open", trigger_id="1.1.1", view=shapes.modal()) == "invalid_trigger_id"
        assert len(web.problems) == 3

    def test_a_trigger_lasts_as_long_as_an_answer_is_waited_for(self, web: SandboxHarness) -> None:
        old = trigger(web)
        web.clock.advance(seconds=ACK_SECONDS)
        assert web.client.views_open(trigger_id=old, view=shapes.modal())["ok"]

    def test_a_push_needs_a_trigger_from_an_open_modal(self, web: SandboxHarness) -> None:
        web.show(shapes.modal(shapes.actions(shapes.button())))
        web.maya.press("Go")
        pushed = web.client.views_push(
            trigger_id=web.bot.seen[-1]["trigger_id"], view=shapes.modal(shapes.actions(shapes.button()))
        )
        assert pushed["view"]["previous_view_id"]
        web.maya.press("Go")
        opened = web.client.views_open(trigger_id=web.bot.seen[-1]["trigger_id"], view=shapes.modal())
        assert opened["view"]["root_view_id"] == pushed["view"]["root_view_id"]

        outside = refused(web, "views.push", trigger_id=trigger(web), view=shapes.modal())

        assert outside == "invalid_trigger_id"
        assert web.problems == ["views.push: invalid_trigger_id"]

    def test_a_stale_hash_conflicts(self, web: SandboxHarness) -> None:
        web.show(shapes.modal())
        first = web.maya.view
        web.client.views_update(view_id=first.id, hash=first.hash, view=shapes.modal())

        conflict = refused(web, "views.update", view_id=first.id, hash=first.hash, view=shapes.modal())

        assert conflict == "hash_conflict"

    def test_a_closed_view_is_not_found(self, web: SandboxHarness) -> None:
        web.show(shapes.modal(external_id="mine"))
        web.maya.back()

        assert refused(web, "views.update", external_id="mine", view=shapes.modal()) == "not_found"

    def test_an_external_id_belongs_to_one_open_view(self, web: SandboxHarness) -> None:
        web.show(shapes.modal(external_id="mine"))

        taken = refused(
            web, "views.open", trigger_id=trigger(web, "U0TOM"), view=shapes.modal(external_id="mine")
        )
        on_home = refused(web, "views.publish", user_id="U0TOM", view=shapes.home(external_id="mine"))

        assert {taken, on_home} == {"duplicate_external_id"}
        assert len(web.problems) == 2

    @pytest.mark.parametrize(
        ("view", "error"),
        [
            (None, "invalid_arguments"),
            (shapes.home(), "invalid_arguments"),
            (shapes.modal(title=shapes.plain("x" * 25)), "invalid_arguments"),
            (shapes.modal(*[shapes.section("x" * 2900)] * 100), "view_too_large"),
        ],
    )
    def test_refusals_of_a_view(self, web: SandboxHarness, view: object, error: str) -> None:
        assert refused(web, "views.open", trigger_id=trigger(web), view=view) == error
        assert web.problems[0].startswith(f"views.open: {error}")

    def test_an_update_names_its_view(self, web: SandboxHarness) -> None:
        assert refused(web, "views.update", view=shapes.modal()) == "invalid_arguments"
        assert len(web.problems) == 1

    def test_a_home_tab_is_published_again_under_its_hash(self, web: SandboxHarness) -> None:
        first = web.client.views_publish(user_id="U0PRIYA", view=shapes.home())["view"]
        second = web.client.views_publish(user_id="U0PRIYA", view=shapes.home(), hash=first["hash"])["view"]

        assert second["id"] == first["id"]
        stale = refused(web, "views.publish", user_id="U0PRIYA", view=shapes.home(), hash=first["hash"])
        assert stale == "hash_conflict"
        assert refused(web, "views.publish", user_id="U0NOBODY", view=shapes.home()) == "user_not_found"
        assert len(web.problems) == 1
