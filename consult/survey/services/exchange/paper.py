"""Pages made into tagged PDF that everybody can read; nothing is fetched from anywhere else."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from consult.errors import ConsultError

STATIC = "/static/"
# Addresses of a page without a host resolve against this; no computer has the name.
BASE = "https://paper.invalid/"
KINDS = {".css": "text/css", ".woff2": "font/woff2", ".svg": "image/svg+xml"}


class PaperUnavailable(ConsultError):
    """The programs that make PDFs are missing on this computer."""

    def __init__(self) -> None:
        super().__init__(
            "This computer cannot make PDFs: the library Pango is missing. Open the page to print "
            "instead."
        )


def pdf_of(page: str, *, static: Path) -> bytes:
    """Return a page as tagged PDF (PDF/UA-1), with only our own style sheets and fonts.

    Raises:
        PaperUnavailable: this computer cannot make PDFs.
    """
    try:
        from weasyprint import HTML
    except OSError as error:
        raise PaperUnavailable from error
    document = HTML(string=page, base_url=BASE, url_fetcher=_fetcher(static), media_type="print")
    made: bytes = document.write_pdf(pdf_variant="pdf/ua-1")
    return made


def own_file(url: str, static: Path) -> Path:
    """Return the file of ours that an address names.

    Raises:
        ValueError: it names none.
    """
    parts = urlsplit(url)
    path = unquote(parts.path)
    file = (static / path.removeprefix(STATIC)).resolve()
    here = f"{parts.scheme}://{parts.netloc}/" == BASE and path.startswith(STATIC)
    if not here or not file.is_relative_to(static.resolve()) or file.suffix not in KINDS:
        raise ValueError(f"{url} is no file of ours")
    return file


def _fetcher(static: Path) -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFiles(URLFetcher):  # type: ignore[misc]  # weasyprint has no types
        """Reads our static files and what stands in the page itself, and nothing else."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            """Return what an address names."""
            if url.startswith("data:"):
                return super().fetch(url, headers)
            file = own_file(url, static)
            return URLFetcherResponse(url, file.read_bytes(), {"Content-Type": KINDS[file.suffix]})

    return OwnFiles(allowed_protocols=["data"])
