"""The atlas as a web server: ``streamlit run server.py`` is ``streamlit run app.py`` with faults that carry a number and a log.

``python3 atlas.py run`` and ``deploy/`` start it. ``ATLAS_LOG=json|text`` gives a log for a server (`pages.parts.logs`);
``ATLAS_PROBES=on`` adds ``/healthz``, ``/readyz`` and ``/metrics`` (`pages.parts.probes`). Streamlit finds `app` by its name.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from streamlit import net_util
from streamlit.starlette import App

from pages.parts import faults, logs, probes

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

logs.set_up(os.environ)
# Each time a page of another site knocks, Streamlit would ask a service on the internet for the address of this machine.
net_util.get_external_ip = lambda: None


def _routes() -> list[BaseRoute]:
    if not probes.wanted(os.environ):
        return []
    from pages.parts.endpoints import routes  # noqa: PLC0415 - a laptop needs none of it

    return routes()


app = App("app.py", on_script_error=faults.on_script_error, routes=_routes())
