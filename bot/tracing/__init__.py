"""Traces for OpenTelemetry: the only place that knows its library, which an extra brings.

Nothing imports this package until ``TRACING`` is on.
"""
