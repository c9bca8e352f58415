"""consult: from one sentence to what changed, and back to the child who said it."""

from flask import Flask

from consult import web
from consult.config import Settings, read_settings
from consult.db import db, prepare_engine

__version__ = "0.1.0"


def create_app(settings: Settings | None = None) -> Flask:
    """Assemble the house.

    Raises:
        BadSetting: a setting has a value we cannot start with.
    """
    from consult.stations import BLUEPRINTS, doorkeeper

    settings = settings or read_settings()
    app = web.new_app(settings)
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
    web.register(app, doorkeeper)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    return app
