"""Carrying many rows in a few lanes: who runs next, when it pauses, and what happens after a crash.

What the rows are is nothing to this package: lists and imports each supply a
:class:`~bot.engine.batches.runner.Batch`.
"""
