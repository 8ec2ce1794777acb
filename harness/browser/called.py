"""Floor 2: what the browser calls itself: the name, version and system it is of, without the word that it shows no window.

Pages that ask for that word show another page to whoever says it; all else of the answer is as it was.
"""

import platform
from typing import Any

from harness.sources.protocol import Identity

__all__ = ["called", "called_as"]

HEADLESS = "HeadlessChrome/"
SYSTEMS = {"Linux": "Linux", "Darwin": "macOS", "Windows": "Windows"}


def called(version: dict[str, Any]) -> dict[str, Any]:
    """The parameters of `Emulation.setUserAgentOverride`, from what `Browser.getVersion` answers; the client hints (User-Agent
    Client Hints, WICG) say the same as the user agent."""
    agent = str(version["userAgent"]).replace(HEADLESS, "Chrome/")
    full = str(version["product"]).rpartition("/")[2]
    major = full.partition(".")[0]
    brands = [("Chromium", major, full), ("Not/A)Brand", "24", "24.0.0.0")]
    return {
        "userAgent": agent,
        "userAgentMetadata": {
            "brands": [{"brand": brand, "version": short} for brand, short, _ in brands],
            "fullVersionList": [{"brand": brand, "version": long} for brand, _, long in brands],
            "fullVersion": full,
            "platform": SYSTEMS.get(platform.system(), "Linux"),
            "platformVersion": "",
            "architecture": "arm" if platform.machine().lower().startswith(("arm", "aarch")) else "x86",
            "bitness": "64",
            "model": "",
            "mobile": False,
        },
    }


def called_as(own: dict[str, Any], identity: Identity) -> dict[str, Any]:
    """The same for somebody else: a phone has the hints of a phone, a crawler has none, and nobody's own agent is the browser's."""
    if identity.user_agent is None:
        return own
    metadata = own["userAgentMetadata"]
    agent = identity.user_agent.replace("{version}", metadata["fullVersion"])
    if not identity.mobile:
        return {"userAgent": agent}
    phone = {
        "platform": "Android",
        "platformVersion": "10.0.0",
        "architecture": "",
        "bitness": "",
        "model": "K",
        "mobile": True,
    }
    return {"userAgent": agent, "userAgentMetadata": {**metadata, **phone}}
