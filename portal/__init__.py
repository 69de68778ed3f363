"""Portal: the desk of an overseas customer-service department, whose regulations run themselves in it."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from portal.core import crypto, db, failures, htmx, i18n, log, security, static, web
from portal.core.files import Store
from portal.settings import PROJECT, Settings


def create_app(settings: Settings) -> Flask:
    """The web application over a home folder that `portal init` has made. Assembly only.

    Raises FileNotFoundError when the home has no master key yet.
    """
    from portal import areas
    from portal.access import sources
    from portal.signing.keyring import Keyring

    app = Flask(__name__, template_folder=str(PROJECT / "templates"), static_folder=None)
    master = crypto.read_master_key(settings.master_key_file)
    app.config.update(_flask_settings(settings, master))
    app.extensions["settings"] = settings
    app.extensions["sources"] = sources.read(settings)
    app.extensions["store"] = Store(settings.files, master)
    app.extensions["keyring"] = Keyring(master)
    app.extensions["factor_key"] = crypto.derive(master, "second-factors")
    if settings.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.trusted_proxies, x_proto=0)
    db.open_database(settings, master)
    for part in (log, htmx, i18n, security, web, failures):
        part.init_app(app)
    static.init_app(app, PROJECT / "static")
    app.before_request(db.ready)
    areas.init_app(app)
    return app


def _flask_settings(settings: Settings, master: bytes) -> dict:
    return {
        "SECRET_KEY": crypto.derive(master, "cookies"),
        "SESSION_COOKIE_NAME": "portal",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.https,
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=settings.session_hours),
        "MAX_CONTENT_LENGTH": settings.upload_bytes + settings.form_bytes,
        "MAX_FORM_MEMORY_SIZE": settings.form_bytes,
        "TEMPLATES_AUTO_RELOAD": False,
        "WTF_I18N_ENABLED": False,
    }
