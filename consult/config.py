"""Settings: all that differs from place to place, read once, checked at start."""

import os
import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from consult.errors import BadSetting

MIN_SECRET_LENGTH = 32
YES = {"1", "yes", "true", "on"}
NO = {"0", "no", "false", "off"}


@dataclass(frozen=True, slots=True)
class Settings:
    """What this installation was told. Every field has one CONSULT_… variable."""

    instance: Path
    database_url: str
    secret_key: str
    redis_url: str = ""
    site_name: str = "Saltshire Children’s Trust"
    secure_cookies: bool = False
    proxies: int = 0
    session_minutes: int = 60
    embedded_worker: bool = True
    exit_url: str = "https://www.bbc.co.uk/weather"
    encoder: Path | None = None


VARIABLES = {
    "CONSULT_INSTANCE": "the folder for the database and the secret key (default: ./instance)",
    "CONSULT_DATABASE_URL": "sqlite:///… or postgresql://… (default: SQLite in the instance)",
    "CONSULT_SECRET_KEY": "32 characters or more (default: made once, kept in the instance)",
    "CONSULT_REDIS_URL": "redis://…: shares rate limits between processes (default: in memory)",
    "CONSULT_SITE_NAME": "the name at the top of every page",
    "CONSULT_SECURE_COOKIES": "yes behind HTTPS (default: no)",
    "CONSULT_PROXIES": "how many reverse proxies stand in front (default: 0)",
    "CONSULT_SESSION_MINUTES": "how long staff stay signed in without a sign of life (default: 60)",
    "CONSULT_EXIT_URL": "where “Exit this page” leads at once (default: the BBC’s weather)",
    "CONSULT_ENCODER": "a sentence-transformers folder to read comments with (default: none)",
    "CONSULT_EMBEDDED_WORKER": "no when `consult worker` runs beside the server (default: yes)",
}


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read and check the settings.

    Raises:
        BadSetting: a value cannot be used; the sentence names it.
    """
    given = os.environ if environ is None else environ
    unknown = sorted(
        name for name in given if name.startswith("CONSULT_") and name not in KNOWN_VARIABLES
    )
    if unknown:
        raise BadSetting(f"There is no setting {unknown[0]}: check its spelling.")
    instance = _instance(given.get("CONSULT_INSTANCE", "instance"))
    defaults = Settings(instance, "", "")
    return Settings(
        instance=instance,
        database_url=_database_url(given.get("CONSULT_DATABASE_URL", ""), instance),
        secret_key=_secret_key(given.get("CONSULT_SECRET_KEY", ""), instance),
        redis_url=_redis_url(given.get("CONSULT_REDIS_URL", "")),
        site_name=given.get("CONSULT_SITE_NAME", "").strip() or defaults.site_name,
        secure_cookies=_flag(given, "CONSULT_SECURE_COOKIES", defaults.secure_cookies),
        proxies=_number(given, "CONSULT_PROXIES", defaults.proxies, 0, 5),
        session_minutes=_number(given, "CONSULT_SESSION_MINUTES", defaults.session_minutes, 5, 720),
        exit_url=_exit_url(given.get("CONSULT_EXIT_URL", "")) or defaults.exit_url,
        embedded_worker=_flag(given, "CONSULT_EMBEDDED_WORKER", defaults.embedded_worker),
        encoder=read_encoder(given),
    )


# Read by the test suite, not by the application.
KNOWN_VARIABLES = {*VARIABLES, "CONSULT_CHROMIUM", "CONSULT_TEST_DATABASE"}


def read_encoder(environ: Mapping[str, str] | None = None) -> Path | None:
    """Read and check the folder of an encoder of the operator's own, None for ours.

    Raises:
        BadSetting: the folder holds no encoder.
    """
    value = (os.environ if environ is None else environ).get("CONSULT_ENCODER", "")
    if value and not (Path(value) / "modules.json").is_file():
        raise BadSetting(f"CONSULT_ENCODER names {value}, which holds no sentence encoder.")
    return Path(value).absolute() if value else None


def _instance(value: str) -> Path:
    folder = Path(value).absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadSetting(f"CONSULT_INSTANCE names {value}, where no folder can be made.") from error
    return folder


def _database_url(value: str, instance: Path) -> str:
    if not value:
        return f"sqlite:///{instance / 'consult.db'}"
    try:
        url = make_url(value)
    except ArgumentError as error:
        raise BadSetting(
            "CONSULT_DATABASE_URL is not a database address: use sqlite:///… or postgresql://…."
        ) from error
    if url.get_backend_name() not in {"sqlite", "postgresql"}:
        raise BadSetting("CONSULT_DATABASE_URL must begin with sqlite:/// or postgresql://.")
    return value


def _secret_key(value: str, instance: Path) -> str:
    if not value:
        return _kept_secret(instance / "secret_key")
    if len(value) < MIN_SECRET_LENGTH:
        raise BadSetting(f"CONSULT_SECRET_KEY needs at least {MIN_SECRET_LENGTH} characters.")
    return value


def _kept_secret(file: Path) -> str:
    """Return the secret of the instance, made on its first start; two starts at once agree."""
    if not file.exists():
        draft = file.with_name(f".secret_key-{secrets.token_hex(8)}")
        draft.touch(0o600)
        draft.write_text(secrets.token_urlsafe(48))
        with suppress(FileExistsError):
            os.link(draft, file)
        draft.unlink()
    return file.read_text().strip()


def _redis_url(value: str) -> str:
    if value and not value.startswith(("redis://", "rediss://", "redis+unix://")):
        raise BadSetting("CONSULT_REDIS_URL must begin with redis://, rediss:// or redis+unix://.")
    return value


def _exit_url(value: str) -> str:
    if value and not re.fullmatch(r"https?://[!-~]+", value):
        raise BadSetting("CONSULT_EXIT_URL must begin with https:// and hold no spaces.")
    return value


def _flag(given: Mapping[str, str], name: str, default: bool) -> bool:
    value = given.get(name, "").strip().lower()
    if value not in {"", *YES, *NO}:
        raise BadSetting(f"{name} must be yes or no.")
    return value in YES if value else default


def _number(given: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    value = given.get(name, "").strip()
    if not value:
        return default
    if not value.isascii() or not value.isdigit() or not least <= int(value) <= most:
        raise BadSetting(f"{name} must be a whole number from {least} to {most}.")
    return int(value)
