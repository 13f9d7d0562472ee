"""The application: configured, connected, its resources registered. Nothing is opened before the first request."""
from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from service import config, cors, db, errors, free_text, limits, logs, metrics
from service.resources import BLUEPRINTS


def create_app(settings=None, workers=1):
    """Make the application. `workers` is how many processes serve it, each of which counts its share of the limits."""
    settings = settings or config.read()
    app = Flask(__name__, static_folder=None)
    app.config.update(SETTINGS=settings, MAX_CONTENT_LENGTH=1_000_000)  # no SECRET_KEY: nobody has a session, and Flask would look for one
    app.url_map.strict_slashes = app.url_map.merge_slashes = False  # no redirects, whose bodies are HTML
    app.extensions["engine"] = db.connect(settings.database_url, settings.threads)
    free_text.use(settings.encoder == "on", settings.encoder_dir, settings.data_dir / "encoded")
    for concern in (errors, logs, metrics):
        concern.register(app)
    limits.configure(app, settings, workers)
    cors.configure(app, settings)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)
    return app
