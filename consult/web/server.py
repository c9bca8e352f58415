"""The web server: gunicorn with one process of threads, which suits the embedded database."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """Serves one application object."""

    def __init__(
        self,
        app: Flask,
        address: str,
        threads: int,
        *,
        when_ready: Callable[[Flask], None] | None = None,
    ) -> None:
        self.flask_app, self.address, self.threads = app, address, threads
        self.when_ready = when_ready
        super().__init__()

    def load_config(self) -> None:
        """Set what differs from gunicorn's defaults; no log holds an address.

        Its warnings name the address of whoever sends what is no request.
        """
        when_ready, app = self.when_ready, self.flask_app

        def post_worker_init(_worker: Any) -> None:
            if when_ready:
                when_ready(app)

        settings = {
            "bind": self.address,
            "worker_class": "gthread",
            "workers": 1,
            "threads": self.threads,
            "post_worker_init": post_worker_init,
            "control_socket_disable": True,
            "loglevel": "error",
            "accesslog": None,
            "keepalive": 5,
        }
        for name, value in settings.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        """Return the WSGI application."""
        return self.flask_app
