"""Where a web server finds the application: `gunicorn wsgi:app`."""

from consult import create_app

app = create_app()
