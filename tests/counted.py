"""What the bot has counted of itself, as whoever scrapes it reads it."""

from prometheus_client.parser import text_string_to_metric_families

from bot import metrics


def counted(name: str, text: str | None = None, **labels: str) -> float:
    """Return the sum of all series of this name with these labels: now, or in a text that was scraped."""
    scraped = metrics.exposition(()).decode() if text is None else text
    return sum(
        sample.value
        for family in text_string_to_metric_families(scraped)
        for sample in family.samples
        if sample.name == name and labels.items() <= sample.labels.items()
    )
