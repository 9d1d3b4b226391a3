"""Templates and the balance, as an assistant looks at them."""

from dataclasses import dataclass
from typing import Final

from bot.access import Role
from bot.features.credits.service import Credits
from bot.features.templates.service import TemplateService
from bot.mcp_server.answers import Balance, TemplateFound, TemplatesFound
from bot.mcp_server.principal import Principal
from bot.texting import merge

MOST_TEMPLATES: Final = 20
LOOK: Final = "look at templates"
BALANCE: Final = "see the balance"


@dataclass(frozen=True, slots=True)
class LookupTools:
    """Reads templates that can be used everywhere, and the SMS balance."""

    principal: Principal
    template_service: TemplateService
    credits: Credits

    def templates(self, query: str) -> TemplatesFound:
        """Return templates whose name or language holds a text. Raises :exc:`UserError`."""
        self.principal.require(Role.VIEWER, LOOK)
        found = self.template_service.offered(query, None)
        return TemplatesFound(
            [
                TemplateFound(each.name, each.language, each.body, list(merge.columns_in(each.body)))
                for each in found[:MOST_TEMPLATES]
            ],
            more=len(found) > MOST_TEMPLATES,
        )

    def balance(self) -> Balance:
        """Return the balance now. Raises :exc:`UserError` when SMS-iT gives none."""
        self.principal.require(Role.VIEWER, BALANCE)
        return Balance(self.credits.sms_balance(), self.credits.reserved())
