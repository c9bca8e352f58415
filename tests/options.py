"""How the browser of the tests is found and started."""

import os
import shutil

CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
INSTALL_CHROMIUM = "no Chromium here: apt-get install chromium, or set CONSULT_CHROMIUM"


def chromium_program() -> str | None:
    """Return the browser to use, or None where there is none."""
    return os.environ.get("CONSULT_CHROMIUM") or shutil.which("chromium")
