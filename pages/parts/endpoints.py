"""``/healthz``, ``/readyz`` and ``/metrics`` as routes beside Streamlit's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from pages.parts import probes, watch
from pages.parts.metrics import CONTENT_TYPE, Metrics

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.routing import BaseRoute

    from geodata.store import Store

_UNKEPT = {"Cache-Control": "no-store"}


def routes() -> list[BaseRoute]:
    """Make the routes, start to listen to runs, and start to open the store."""
    metrics = Metrics()
    watch.listeners.append(metrics)
    probes.watch_store(_shared_store)

    async def alive(_request: Request) -> Response:
        return PlainTextResponse("ok\n", headers=_UNKEPT)

    async def ready(_request: Request) -> Response:
        return JSONResponse(
            probes.state.said(), status_code=200 if probes.state.is_ready else 503, headers=_UNKEPT
        )

    async def measured(_request: Request) -> Response:
        text = await run_in_threadpool(metrics.text)
        return Response(text, headers={**_UNKEPT, "Content-Type": CONTENT_TYPE})

    return [Route("/healthz", alive), Route("/readyz", ready), Route("/metrics", measured)]


def _shared_store() -> Store:
    """Give the store that all sessions share; where it cannot be opened, Streamlit keeps nothing and asks again."""
    from pages.parts.data import shared_store

    return shared_store()
