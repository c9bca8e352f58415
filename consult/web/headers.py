"""What every answer says to the browser: load nothing from elsewhere, keep nothing private."""

from flask import Flask, Response, request

POLICY = ";".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "font-src 'self'",
        "img-src 'self' data:",
        "media-src 'self'",
        "connect-src 'self'",
        "frame-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'self'",
    )
)


def register(app: Flask) -> None:
    """Add the headers to every answer."""

    @app.after_request
    def add(response: Response) -> Response:
        headers = response.headers
        headers["X-Content-Type-Options"] = "nosniff"
        if request.endpoint == "static":
            # What styles, scripts and fonts may do, the page says that asks for them.
            return response
        headers.setdefault("Content-Security-Policy", POLICY)
        headers["Referrer-Policy"] = "no-referrer"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Permissions-Policy"] = "geolocation=(), camera=(), microphone=()"
        headers.setdefault("Cache-Control", "no-store")
        return response
