"""The ten endpoints over HTTP, with the answers, the faults and the dropped connections of a real day."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from bot.sandbox.smsit.account import Account
from bot.sandbox.smsit.dropped_connection import drop_connection
from bot.sandbox.smsit.faults import HTTP_FAULTS, Fault, Trouble
from bot.sandbox.smsit.forms import parameters
from bot.sandbox.smsit.refusals import Payload, RefusalError
from bot.sandbox.smsit.replies import PAGE, body

ENDPOINTS = (
    "addcontact",
    "getcontacts",
    "smsgroup",
    "getbulksmsdeliveryreport",
    "smscontact",
    "getcontactsmsdeliveryreport",
    "getcreditbalance",
    "addappointment",
    "generateOTP",
    "validateOtp",
)
OTHER_ERRORS = {"addcontact": -6, "smsgroup": -16, "smscontact": -16, "addappointment": -9}


def routes(account: Account) -> list[BaseRoute]:
    """Give the routes of the ten endpoints, with and without the slash at the end, to be mounted."""
    return [
        Route(f"/{endpoint}{slash}", EndpointApp(account, endpoint), methods=["GET", "POST"])
        for endpoint in ENDPOINTS
        for slash in ("/", "")
    ]


class EndpointApp:
    """One endpoint as an ASGI application, so that it may also give no answer at all."""

    def __init__(self, account: Account, endpoint: str) -> None:
        self._account = account
        self._endpoint = endpoint

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        params = await _read(request)
        trouble = self._account.faults.take(self._endpoint)
        self._account.saw(self._endpoint, request.method, trouble)
        response = await self._respond(params, trouble)
        if response is None:
            await drop_connection(receive, send)
        else:
            await response(scope, receive, send)

    async def _respond(self, params: Mapping[str, str], trouble: Trouble) -> Response | None:
        """Do the work, unless the trouble comes before it; None means that no answer is given."""
        if trouble.has(Fault.DROPPED):
            return None
        broken = _broken(trouble)
        if broken is not None and not trouble.after_work:
            return await self._late(broken, trouble)
        payload = self._other_error(trouble) or await self._work(params)
        if trouble.has(Fault.REPLY_LOST):
            return await self._late(None, trouble)
        if broken is not None:
            return await self._late(broken, trouble)
        quirks = self._account.quirks
        wire = body(self._endpoint, payload, quirks, trouble)
        return await self._late(Response(wire, headers={"content-type": quirks.content_type}), trouble)

    async def _work(self, params: Mapping[str, str]) -> Payload:
        steps = self._account.work(self._endpoint, params)
        while True:
            try:
                pause = next(steps)
            except StopIteration as end:
                payload: Payload = end.value
                return payload
            await self._account.sleep(pause)

    async def _late(self, response: Response | None, trouble: Trouble) -> Response | None:
        if trouble.has(Fault.SLOW):
            await self._account.sleep(trouble.seconds)
        return response

    def _other_error(self, trouble: Trouble) -> Payload | None:
        code = OTHER_ERRORS.get(self._endpoint)
        if code is None or not trouble.has(Fault.OTHER_ERROR):
            return None
        return RefusalError(code, "Other error.").payload()


async def _read(request: Request) -> dict[str, str]:
    """Read the parameters from the address and the form alike, as PHP's $_REQUEST does."""
    query = request.scope["query_string"]
    content_type = request.headers.get("content-type", "")
    return parameters(request.method, query, content_type, await request.body())


def _broken(trouble: Trouble) -> Response | None:
    """Give the answer that is not from the API at all, when the trouble has one."""
    if not trouble.has(*HTTP_FAULTS):
        return None
    if trouble.has(Fault.HTML):
        return Response(PAGE, media_type="text/html")
    if trouble.has(Fault.TOO_MANY):
        return Response(PAGE, status_code=429, headers={"retry-after": str(trouble.retry_after)})
    return Response(PAGE, status_code=500 if trouble.has(Fault.HTTP500) else 502, media_type="text/html")
