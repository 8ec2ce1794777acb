"""Floor 6: the options that every command takes which visits pages, said once."""

import inspect
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, Literal, get_type_hints

import typer

from harness.browser.options import NetworkPolicy, Upstream, VisitOptions
from harness.errors import SourceNotFound, UsageError

__all__ = ["visiting"]

NETWORK, BROWSER, LIMITS = "Network", "Browser", "Limits"
MB = 1_000_000
MIN_SCALE, MAX_SCALE = 0.5, 3
BLOCKED: dict[str, Literal["Media", "Font", "Image"]] = {"media": "Media", "fonts": "Font", "images": "Image"}


def _visit_options(
    deadline: Annotated[float, typer.Option(help="Seconds a page, all included.", rich_help_panel=BROWSER)] = 30.0,
    follow: Annotated[
        Literal["never", "same-site", "any"],
        typer.Option(help="Which navigations of a page are followed.", rich_help_panel=NETWORK),
    ] = "same-site",
    allow_private: Annotated[
        bool, typer.Option(help="Let pages reach private addresses.", rich_help_panel=NETWORK)
    ] = False,
    allow_host: Annotated[
        list[str] | None, typer.Option(help="Only these hosts, and those below them.", rich_help_panel=NETWORK)
    ] = None,
    refuse_host: Annotated[
        list[str] | None, typer.Option(help="Not these hosts, nor those below them.", rich_help_panel=NETWORK)
    ] = None,
    block: Annotated[
        str | None, typer.Option(help="What is not loaded: media,fonts,images.", rich_help_panel=NETWORK)
    ] = None,
    proxy: Annotated[
        str | None,
        typer.Option(help="A proxy that carries the traffic: http://user:pw@host:port.", rich_help_panel=NETWORK),
    ] = None,
    header: Annotated[
        list[str] | None,
        typer.Option(help="'Name: value', sent to the page's own site alone.", rich_help_panel=NETWORK),
    ] = None,
    cookies: Annotated[
        Path | None, typer.Option(help="A cookies.txt in Netscape's format.", rich_help_panel=NETWORK)
    ] = None,
    user_agent: Annotated[
        str | None, typer.Option(help="What the browser calls itself.", rich_help_panel=BROWSER)
    ] = None,
    locale: Annotated[str | None, typer.Option(help="The browser's locale, as de-DE.", rich_help_panel=BROWSER)] = None,
    time_zone: Annotated[
        str | None, typer.Option(help="The browser's time zone, as Europe/Berlin.", rich_help_panel=BROWSER)
    ] = None,
    settle: Annotated[
        float, typer.Option(help="Virtual seconds a page is given to finish.", rich_help_panel=BROWSER)
    ] = 32.0,
    worker_wait: Annotated[
        float, typer.Option(help="Real seconds a page's workers are given.", rich_help_panel=BROWSER)
    ] = 3.4,
    device_scale: Annotated[
        float, typer.Option(help="Pixels of a screen for one CSS pixel, 0.5 to 3.", rich_help_panel=BROWSER)
    ] = 1.0,
    max_height: Annotated[int, typer.Option(help="Where pictures end, in px.", rich_help_panel=LIMITS)] = 16_000,
    max_nodes: Annotated[int, typer.Option(help="Elements of a page.", rich_help_panel=LIMITS)] = 200_000,
    max_frames: Annotated[int, typer.Option(help="Frames of a page.", rich_help_panel=LIMITS)] = 150,
    max_requests: Annotated[int, typer.Option(help="Requests of a page.", rich_help_panel=LIMITS)] = 3_000,
    max_document: Annotated[float, typer.Option(help="MB of a page's HTML.", rich_help_panel=LIMITS)] = 20.0,
    max_traffic: Annotated[float, typer.Option(help="MB of a page in all.", rich_help_panel=LIMITS)] = 200.0,
) -> VisitOptions:
    if not 0 < deadline < 86_400:
        raise UsageError("--deadline takes a number of seconds above 0")
    if not MIN_SCALE <= device_scale <= MAX_SCALE:
        raise UsageError(f"--device-scale takes a number from {MIN_SCALE} to {MAX_SCALE}")
    numbers = {
        "--settle": settle, "--worker-wait": worker_wait, "--max-height": max_height, "--max-nodes": max_nodes,
        "--max-frames": max_frames, "--max-requests": max_requests, "--max-document": max_document, "--max-traffic": max_traffic,
    }  # fmt: skip
    for name, value in numbers.items():
        if not 0 < value < 10_000_000:
            raise UsageError(f"{name} takes a number above 0")
    kinds = [kind.strip() for kind in (block or "").split(",") if kind.strip()]
    if unknown := [kind for kind in kinds if kind not in BLOCKED]:
        raise UsageError(f"--block: {unknown[0]!r} is none of {', '.join(BLOCKED)}")
    network = NetworkPolicy(
        allow_private=allow_private,
        allowed_hosts=_hosts(allow_host),
        refused_hosts=_hosts(refuse_host),
        blocked=frozenset(BLOCKED[kind] for kind in kinds),
        upstream=Upstream.of(proxy) if proxy else None,
        visit_requests=max_requests,
        visit_bytes=round(max_traffic * MB),
    )
    return VisitOptions(
        deadline_s=deadline,
        follow=follow,
        network=network,
        headers=tuple(_header(line) for line in header or ()),
        cookies=_cookies(cookies) if cookies else (),
        user_agent=user_agent,
        locale=locale,
        time_zone=_time_zone(time_zone) if time_zone else None,
        settle_ms=round(settle * 1000),
        worker_s=worker_wait,
        device_scale=device_scale,
        max_height_px=max_height,
        max_nodes=max_nodes,
        max_frames=max_frames,
        max_document_bytes=round(max_document * MB),
    )


def visiting(command: Callable[..., None]) -> Callable[..., None]:
    """Gives a command all options of a visit; it takes them as one VisitOptions in its parameter `options`.

    Raises UsageError, before the command begins, where one of them does not hold.
    """
    ours = inspect.signature(_visit_options).parameters
    own = {name: p for name, p in inspect.signature(command).parameters.items() if name != "options"}

    @wraps(command)
    def taken(**given: Any) -> None:
        options = _visit_options(**{name: given.pop(name) for name in ours})
        command(options=options, **given)

    hints = {**get_type_hints(command, include_extras=True), **get_type_hints(_visit_options, include_extras=True)}
    taken.__signature__ = inspect.Signature([  # type: ignore[attr-defined]
        p.replace(kind=p.KEYWORD_ONLY) for p in (*own.values(), *ours.values())
    ])  # fmt: skip
    taken.__annotations__ = {name: hint for name, hint in hints.items() if name not in {"options", "return"}}
    return taken


def _hosts(names: list[str] | None) -> tuple[str, ...]:
    return tuple(name.strip().lower().strip(".").removeprefix("*.") for name in names or ())


def _header(line: str) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    if not colon or not name.strip() or any(ord(char) < 32 for char in line):
        raise UsageError(f"--header takes 'Name: value', not {line!r}")
    return name.strip(), value.strip()


def _cookies(path: Path) -> tuple[dict[str, object], ...]:
    from http.cookiejar import LoadError, MozillaCookieJar  # slow to import, and few visits have cookies

    jar = MozillaCookieJar()
    try:
        jar.load(str(path), ignore_discard=True, ignore_expires=False)
    except LoadError as error:
        raise UsageError(f"--cookies {path}: not a cookies.txt in Netscape's format: {error}") from error
    except OSError as error:
        raise SourceNotFound(f"--cookies {path}: {error.strerror}") from error
    found = []
    for cookie in jar:
        record: dict[str, object] = {
            "name": cookie.name, "value": cookie.value or "", "domain": cookie.domain, "path": cookie.path, "secure": cookie.secure,
        }  # fmt: skip
        if cookie.expires:
            record["expires"] = cookie.expires
        found.append(record)
    return tuple(found)


def _time_zone(name: str) -> str:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise UsageError(f"--time-zone: {name!r} is no time zone; one is Europe/Berlin") from error
    return name
