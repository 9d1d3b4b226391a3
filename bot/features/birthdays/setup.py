"""What birthday texts are made of, in whose name and where they are shown, as things stand now."""

from dataclasses import dataclass, field
from enum import StrEnum, unique

from bot.access import Access, Role, Who
from bot.features.audiences.service import FIELDS
from bot.features.templates.service import TemplateService, Usable
from bot.policy.model import Birthdays as Rules
from bot.texting import merge


@unique
class Trouble(StrEnum):
    """Why no birthday text can be prepared."""

    TEMPLATE = "template"  # no template of that name can be used there
    FIELDS = "fields"  # it asks for what is known of nobody
    PERSON = "person"  # the person may not send texts


@dataclass(frozen=True, slots=True)
class Ready:
    """All that texts are made with."""

    who: Who
    channel: str
    body: str = field(repr=False)


class Setup:
    """Looks whether all is there."""

    def __init__(self, templates: TemplateService, access: Access, rules: Rules) -> None:
        self._templates = templates
        self._access = access
        self._rules = rules

    def find(self) -> Ready | Trouble | None:
        """Return what texts are made with, or what is wrong; None while the person's roles aren't known."""
        template = self.template()
        if isinstance(template, Trouble):
            return template
        who = self._access.somebody(self._rules.person or "")
        if not self._access.allows(who, Role.SENDER):
            known = self._access.standing(who) is not None and self._access.all_known(Role.SENDER)
            return Trouble.PERSON if known else None
        return Ready(who, self._rules.channel or "", template.body)

    def template(self) -> Usable | Trouble:
        """Return the template as it can be used now, or what is wrong with it.

        Of several by that name it is the one in no language, or else the first.
        """
        wanted = merge.fold(self._rules.template or "")
        named = [
            each
            for each in self._templates.offered("", self._rules.channel)
            if merge.fold(each.name) == wanted
        ]
        if not named:
            return Trouble.TEMPLATE
        found = min(named, key=lambda each: each.language)
        return Trouble.FIELDS if merge.missing(found.body, FIELDS) else found
