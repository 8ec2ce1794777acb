"""Floor 6: `harness serve`."""

import os
from pathlib import Path
from typing import Annotated

import typer

from harness.browser.options import VisitOptions
from harness.cli.judging import Disable, Profile, Rules
from harness.cli.visiting import visiting
from harness.errors import UsageError

__all__ = ["serve_command"]


@visiting
def serve_command(
    *,
    host: Annotated[
        str, typer.Option(help="Where to listen; elsewhere than on loopback HARNESS_TOKEN has to be set.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="On which port; 0 for one that is free.")] = 8765,
    workers: Annotated[int, typer.Option(help="Browsers at once.")] = 1,
    waiting: Annotated[int, typer.Option(help="Requests that may wait for one.")] = 100,
    mcp: Annotated[
        bool, typer.Option("--mcp", help="A tool of a language model, on standard input and output.")
    ] = False,
    rules: Rules = None,
    disable: Disable = None,
    profile: Profile = "normal",
    options: VisitOptions,
) -> None:
    """Clean pages for programs that ask: POST /clean, GET /healthz, GET /metrics.

    Example: curl -s localhost:8765/clean -H 'Content-Type: application/json' -d '{"url": "https://example.org"}'
    """
    try:
        import uvicorn

        from harness.serve.http import Serving, app_of
    except ModuleNotFoundError as error:
        raise UsageError(f"{error.name} is not installed: pip install 'harness[serve]'") from error
    from harness.batch import CleanerSpec

    spec = CleanerSpec(
        options=options, rules=tuple(map(Path, rules or ())), disable=tuple(disable or ()), profile=profile
    )
    serving = Serving(host, os.environ.get("HARNESS_TOKEN") or None, workers, waiting)
    serving.check()
    if mcp:
        from harness.serve.mcp import mcp_of

        mcp_of(spec, workers, waiting).run("stdio")
        return
    if not 0 <= port < 65_536:
        raise UsageError("--port takes a number from 0 to 65535")
    uvicorn.run(
        app_of(spec, serving), host=host, port=port, log_level="warning", server_header=False, limit_concurrency=waiting + workers + 50,
        timeout_keep_alive=5, h11_max_incomplete_event_size=65_536,
    )  # fmt: skip
