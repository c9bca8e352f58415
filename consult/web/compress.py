"""Fewer bytes for a phone: public pages and style sheets go out compressed.

Staff pages do not: they carry a token beside what people typed, and are left to the proxy.
"""

from functools import lru_cache
from http import HTTPStatus

import brotli
from flask import Flask, Response, current_app, request

LEAST_BYTES = 400
QUICK, BEST = 4, 11
TEXT = {"text/html", "text/css", "text/javascript", "image/svg+xml"}


def register(app: Flask) -> None:
    """Compress what is worth it where the browser understands it."""

    @app.after_request
    def compress(response: Response) -> Response:
        if not _worth_it(response):
            return response
        response.vary.add("Accept-Encoding")
        if not request.accept_encodings.quality("br"):
            return response
        if response.mimetype != "text/html":
            response.direct_passthrough = False
            response.set_data(_best(response.get_data()))
        else:
            response.set_data(brotli.compress(response.get_data(), quality=QUICK))
        response.headers["Content-Encoding"] = "br"
        etag, _ = response.get_etag()
        if etag:
            response.set_etag(etag, weak=True)
        return response


def _worth_it(response: Response) -> bool:
    endpoint = request.endpoint or ""
    return (
        response.status_code == HTTPStatus.OK
        and response.mimetype in TEXT
        and (response.content_length or 0) >= LEAST_BYTES
        and current_app.extensions["doorkeeper"].is_public(endpoint)
    )


@lru_cache(maxsize=64)
def _best(content: bytes) -> bytes:
    compressed: bytes = brotli.compress(content, quality=BEST)
    return compressed
