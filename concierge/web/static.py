"""Style sheets, scripts and icons, under addresses that change with their content.

`/static/v3f9a61c20d/console/main.js`: browsers keep such an address for a year and never ask
again, and after a release every page names new ones. The version is of the whole folder, so that
scripts which import each other by relative addresses stay within it.
"""

import hashlib
from pathlib import Path
from typing import Any

from flask import Flask, Response

_YEAR = "public, max-age=31536000, immutable"
# Without a version, or with another release's: kept, but asked about each time (304 if the same).
_ASK = "public, no-cache"


def version_of(folder: Path) -> str:
    """Ten hexadecimal digits that change when any file of the folder does."""
    digest = hashlib.sha256()
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        digest.update(str(path.relative_to(folder)).encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:10]


def serve(app: Flask, folder: Path) -> None:
    """Let `url_for("static", filename=...)` name versions, and long keep what they name."""
    version = version_of(folder)

    def static(filename: str, asked: str | None = None) -> Response:
        response = app.send_static_file(filename)
        response.headers["Cache-Control"] = _YEAR if asked == version else _ASK
        return response

    @app.url_defaults
    def name_version(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static":
            values.setdefault("asked", version)

    app.view_functions["static"] = static
    app.add_url_rule("/static/v<string(length=10):asked>/<path:filename>", "static")
