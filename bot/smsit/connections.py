"""Connections of `requests` whose answers come in time."""

from typing import Any

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from bot.smsit.deadlines import TimedAnswers
from bot.smsit.library import HTTPAdapter


class _Connection(TimedAnswers, HTTPConnection):
    """A connection whose answers come in time."""


class _SecureConnection(TimedAnswers, HTTPSConnection):
    """The same by TLS."""


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


_POOLS = {"http": _Pool, "https": _SecurePool}


class TimedAdapter(HTTPAdapter):
    """Makes connections whose answers come in time, straight or through a proxy that speaks HTTP."""

    def init_poolmanager(self, *args: Any, **named: Any) -> None:  # noqa: ANN401 - the library's own
        """Make the pools of connections that go straight to the server."""
        super().init_poolmanager(*args, **named)
        self.poolmanager.pool_classes_by_scheme = _POOLS

    def proxy_manager_for(self, proxy: str, **named: Any) -> Any:  # noqa: ANN401 - as above
        """Return the pools of connections that go through this proxy."""
        manager = super().proxy_manager_for(proxy, **named)
        if not proxy.lower().startswith("socks"):
            manager.pool_classes_by_scheme = _POOLS
        return manager
