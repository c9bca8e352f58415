"""What all pages share: the application object, access, error pages, headers, limits."""

from pathlib import Path

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from consult.config import Settings
from consult.web import (
    access,
    compress,
    context,
    display,
    errors,
    headers,
    languages,
    limits,
    pages,
)
from consult.web.requests import BoundedInteger, CleanRequest, CleanText

MARKER = "css/tokens.css"
MOST_BYTES = 2_000_000


def new_app(settings: Settings) -> Flask:
    """Return an empty application that knows its settings and its folders."""
    app = Flask(
        "consult",
        template_folder=str(_folder("templates", "_layouts/respond.html")),
        static_folder=str(_folder("static", MARKER)),
        instance_path=str(settings.instance),
    )
    app.request_class = CleanRequest
    app.url_map.converters |= {"int": BoundedInteger, "default": CleanText, "string": CleanText}
    app.config.from_mapping(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=_engine_options(settings.database_url),
        SESSION_COOKIE_NAME="consult",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        MAX_CONTENT_LENGTH=MOST_BYTES,
        MAX_FORM_MEMORY_SIZE=MOST_BYTES,
        SEND_FILE_MAX_AGE_DEFAULT=31_536_000,
        WTF_CSRF_TIME_LIMIT=None,
        RATELIMIT_STORAGE_URI=settings.redis_url or "memory://",
        RATELIMIT_HEADERS_ENABLED=False,
        RATELIMIT_IN_MEMORY_FALLBACK_ENABLED=True,
        CONSULT=settings,
    )
    if settings.proxies:
        hops = settings.proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops
        )
    return app


def register(app: Flask, doorkeeper: access.Doorkeeper) -> None:
    """Give the application what every page shares."""
    access.register(app, doorkeeper)
    context.register(app)
    languages.register(app)
    display.register(app)
    errors.register(app)
    headers.register(app)
    compress.register(app)
    limits.limiter.init_app(app)
    app.register_blueprint(pages.bp)


def _folder(name: str, marker: str) -> Path:
    """Return a folder of ours: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    for folder in (package / name, package.parent / name):
        if (folder / marker).is_file():
            return folder
    raise FileNotFoundError(f"the folder {name} is missing from this installation")


def _engine_options(database_url: str) -> dict[str, object]:
    # An error in the log names the statement, never what somebody answered.
    pool: dict[str, object] = {"pool_size": 16, "max_overflow": 16, "hide_parameters": True}
    if database_url.startswith("sqlite"):
        return pool
    return {**pool, "pool_pre_ping": True}
