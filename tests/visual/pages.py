"""The pairs of pages of pairs.yaml, as HTML."""

import base64
import io
from pathlib import Path
from typing import Any

import yaml
from PIL import Image

FILE = Path(__file__).parent / "pairs.yaml"
SPEC: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
PAIRS: dict[str, Any] = SPEC["pairs"]


def picture_address(colour: str) -> str:
    out = io.BytesIO()
    Image.new("RGB", (20, 12), colour).save(out, "PNG")
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()


def html_of(pair: dict[str, Any], side: str) -> bytes:
    page = SPEC["page"].replace("{style}", pair.get(f"style_{side}", "")).replace("{body}", pair[side])
    return page.replace("{red}", picture_address("#c33")).replace("{blue}", picture_address("#36c")).encode()
