"""The form in which a template is written: what it carries along, and what it asks for. Pure."""

from dataclasses import dataclass, field, replace

from bot.features.templates.ids import Field
from bot.features.templates.service import LONGEST_NAME
from bot.slack.blocks.fields import message as message_field
from bot.slack.incoming.forms import FieldErrors, Values
from bot.store.templates import Entry, NewTemplate, Version
from bot.texting import merge, placeholders
from bot.texting.languages import LANGUAGES

HERE = "here"
THERE = "there"
EVERYWHERE = "everywhere"
"""The values of the choice where a template can be used."""
NO_NAME = "Add a name, so others find it."
NO_LETTERS = "Use some letters or digits in the name."


@dataclass(frozen=True, slots=True)
class State:
    """What the modals of templates carry along.

    ``channel`` is where the list was opened. ``list_view`` and ``open_view`` are the modals below, to be
    drawn again, with the pages they show. ``version_id`` is the newest version as it was seen;
    empty for a new template. ``of_channel`` is the channel that template is for.
    """

    channel: str | None = None
    page: int = 0
    list_view: str = ""
    template_id: str = ""
    versions_page: int = 0
    open_view: str = ""
    version_id: str = ""
    of_channel: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """The form as it stands."""

    state: State
    name: str = ""
    language: str = ""
    scope: str = EVERYWHERE
    text: str = field(default="", repr=False)

    @property
    def is_new(self) -> bool:
        """Whether a template is written, and not a version of one."""
        return not self.state.version_id


def read(values: Values, state: State) -> Form:
    """Return the form as it stands in a view's state."""
    return Form(
        state=state,
        name=message_field.read(values, Field.NAME).text,
        language=values.chosen(Field.LANGUAGE),
        scope=values.chosen(Field.SCOPE) or EVERYWHERE,
        text=message_field.read(values, Field.TEXT).text,
    )


def filled_in(state: State, entry: Entry, version: Version) -> Form:
    """Return the form of a template as it is, with the words of one of its versions."""
    known = entry.template
    scope = EVERYWHERE if not known.channel else HERE if known.channel == state.channel else THERE
    state = replace(state, of_channel=known.channel)
    return Form(state, name=known.name, language=known.language, scope=scope, text=version.body)


def validate(form: Form, key: str) -> NewTemplate:
    """Return what the form asks for; ``key`` is what Slack repeats when it delivers the same again.

    Raises :exc:`FieldErrors` with everything that is wrong, beside its field.
    """
    errors: dict[str, str] = {}
    name = " ".join(form.name.split())
    if not name:
        errors[Field.NAME] = NO_NAME
    elif not any(map(str.isalnum, merge.fold(name))):
        errors[Field.NAME] = NO_LETTERS
    elif len(name) > LONGEST_NAME:
        errors[Field.NAME] = f"Shorten the name to {LONGEST_NAME} characters."
    if wrong := placeholders.mistake(form.text):
        errors[Field.TEXT] = wrong
    if errors:
        raise FieldErrors(errors)
    return NewTemplate(
        key=key,
        name=name,
        body=placeholders.normal(form.text),
        channel={HERE: form.state.channel or "", THERE: form.state.of_channel}.get(form.scope, ""),
        language=form.language if form.language in LANGUAGES else "",
    )
