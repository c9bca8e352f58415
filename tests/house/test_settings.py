"""Settings: a bad one is one sentence that names it, and each is documented."""

from dataclasses import fields
from pathlib import Path

import pytest

from consult.config import VARIABLES, Settings, read_settings
from consult.errors import BadSetting

GOOD = "a secret that is long enough for anybody"


def read(folder: Path, **given: str) -> Settings:
    return read_settings({"CONSULT_INSTANCE": str(folder), **given})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CONSULT_DATABASE_URL", "nonsense"),
        ("CONSULT_DATABASE_URL", "mysql://host/name"),
        ("CONSULT_SECRET_KEY", "short"),
        ("CONSULT_REDIS_URL", "http://host"),
        ("CONSULT_SECURE_COOKIES", "perhaps"),
        ("CONSULT_EMBEDDED_WORKER", "2"),
        ("CONSULT_PROXIES", "-1"),
        ("CONSULT_PROXIES", "many"),
        ("CONSULT_PROXIES", "٣"),
        ("CONSULT_SESSION_MINUTES", "1"),
        ("CONSULT_SESSION_MINUTES", "1e3"),
        ("CONSULT_SESION_MINUTES", "60"),
    ],
)
def test_a_bad_value_is_one_sentence_that_names_it(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(BadSetting) as refused:
        read(tmp_path, **{name: value})

    sentence = str(refused.value)
    assert name in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(BadSetting, match="CONSULT_INSTANCE"):
        read(tmp_path / "file" / "instance")


def test_every_variable_has_a_bad_value_or_any_will_do(tmp_path: Path) -> None:
    assert read(tmp_path, CONSULT_SITE_NAME="  ").site_name == Settings(tmp_path, "", "").site_name
    assert read(tmp_path, CONSULT_SITE_NAME="Eastshire").site_name == "Eastshire"


def test_each_setting_is_documented() -> None:
    assert set(VARIABLES) == {f"CONSULT_{field.name.upper()}" for field in fields(Settings)}
    assert all(len(words) > len("what it is") for words in VARIABLES.values())


def test_what_is_given_is_what_is_read(tmp_path: Path) -> None:
    settings = read(
        tmp_path,
        CONSULT_DATABASE_URL="postgresql://consult@host/name",
        CONSULT_SECRET_KEY=GOOD,
        CONSULT_REDIS_URL="redis://host",
        CONSULT_SECURE_COOKIES="YES",
        CONSULT_PROXIES=" 1 ",
        CONSULT_SESSION_MINUTES="30",
        CONSULT_EMBEDDED_WORKER="off",
    )

    assert settings.secret_key == GOOD
    assert settings.database_url == "postgresql://consult@host/name"
    assert (settings.secure_cookies, settings.embedded_worker) == (True, False)
    assert (settings.proxies, settings.session_minutes) == (1, 30)


def test_secret_is_made_once_and_read_by_its_owner_only(tmp_path: Path) -> None:
    first, second = read(tmp_path), read(tmp_path)

    assert first.secret_key == second.secret_key
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0
