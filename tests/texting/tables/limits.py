"""Limits as the policy gives them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    list_rows: int = 1000
    list_megabytes: int = 1
