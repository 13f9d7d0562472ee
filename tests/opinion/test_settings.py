"""The settings of second opinions: what can be is taken, what cannot be is named, and a key is shown nowhere."""
import pytest

from service import config
from service.doctor import findings
from tests.opinion.asking import KEY


def read(folder, **environment):
    return config.read({"QUIZBANK_DATA_DIR": str(folder), **{f"QUIZBANK_OPINION_{name}": value for name, value in environment.items()}})


def test_nobody_is_asked_unless_it_is_said_whom(tmp_path):
    settings = read(tmp_path)
    assert (settings.opinion_url, settings.opinion_model, settings.opinion_key, settings.opinion_when) == ("", "", "", "review")
    assert (settings.opinion_timeout_s, settings.opinion_daily, settings.opinion_price_in, settings.opinion_price_out) == (10, 1000, 0, 0)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("URL", "https://api.example.org/v1", "https://api.example.org/v1"),
        ("URL", "http://localhost:11434/v1/", "http://localhost:11434/v1/"),
        ("URL", "http://[::1]:8080", "http://[::1]:8080"),
        ("URL", "https://judge_1", "https://judge_1"),
        ("MODEL", "some/model:8b-q4", "some/model:8b-q4"),
        ("KEY", KEY, KEY),
        ("TIMEOUT_S", "0.5", 0.5),
        ("TIMEOUT_S", "60", 60),
        ("WHEN", "Always", "always"),
        ("DAILY", "0", 0),
        ("PRICE_IN", "0.15", 0.15),
        ("PRICE_OUT", "1000000", 1e6),
    ],
)
def test_a_setting_that_can_be_is_taken(tmp_path, name, text, value):
    assert getattr(read(tmp_path, **{name: text}), f"opinion_{name.lower()}") == value


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        *[
            ("URL", text, "must be like https://host/v1")
            for text in (
                "api.example.org/v1", "ftp://host/v1", "https://", "https://me:hush@host/v1", "https://hush@host", "https://host/v1?key=hush",
                "https://host/#hush", "https://host:99999/v1", "https://host:0", "http://[::hush]/", "http://[:::]/", "https://host/a b", "https://höst/",
            )
        ],
        ("MODEL", "two words", "must have 100 characters at most"),
        ("MODEL", "m" * 101, "must have 100 characters at most"),
        ("KEY", "hush\n", "must have 1000 characters at most, of ASCII and without blanks"),
        ("KEY", "hush hush", "without blanks"),
        ("KEY", "hushé", "of ASCII"),
        ("TIMEOUT_S", "0", "must be a number from 0.1 to 60, not '0'"),
        ("TIMEOUT_S", "61", "must be a number from 0.1 to 60"),
        ("TIMEOUT_S", "1e1", "must be a number"),
        ("TIMEOUT_S", "nan", "must be a number"),
        ("WHEN", "never", "must be one of review, always"),
        ("DAILY", "-1", "must be a whole number from 0"),
        ("PRICE_IN", "0,15", "must be a number from 0 to 1000000"),
        ("PRICE_OUT", "-1", "must be a number from 0 to 1000000"),
    ],
)  # fmt: skip
def test_a_setting_that_cannot_be_is_named_without_what_may_be_secret(tmp_path, name, text, sentence):
    with pytest.raises(config.ConfigError) as error:
        read(tmp_path, **{name: text})
    assert str(error.value).startswith(f"QUIZBANK_OPINION_{name} ") and sentence in str(error.value) and "hush" not in str(error.value)


def test_settings_that_are_printed_show_no_secret(tmp_path):
    settings = config.complete(data_dir=tmp_path, secret="s" * 32, opinion_key=KEY, database_url="postgresql+psycopg://me:hush@db/q")
    assert KEY not in repr(settings) and "hush" not in repr(settings) and "s" * 32 not in repr(settings)


@pytest.mark.parametrize(
    ("given", "well", "sentence"),
    [
        ({}, True, "No QUIZBANK_OPINION_URL: nobody is asked for a second opinion."),
        ({"MODEL": "judge-1", "KEY": KEY}, True, "No QUIZBANK_OPINION_URL: nobody is asked for a second opinion."),
        ({"URL": "https://host/v1", "KEY": KEY}, False, "QUIZBANK_OPINION_MODEL is not set: nobody is asked."),
        ({"URL": "https://host/v1", "MODEL": "judge-1", "KEY": KEY}, True, "come from judge-1 at https://host/v1, with a key."),
        ({"URL": "https://host/v1", "MODEL": "judge-1"}, True, "come from judge-1 at https://host/v1, with no key."),
    ],
)
def test_doctor_says_who_is_asked_and_faults_an_endpoint_without_a_model(tmp_path, monkeypatch, given, well, sentence):
    monkeypatch.setenv("QUIZBANK_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("QUIZBANK_BIND", f"unix:{tmp_path}/socket")
    for name, value in given.items():
        monkeypatch.setenv(f"QUIZBANK_OPINION_{name}", value)
    found = list(findings())
    assert [good for good, said in found if said.endswith(sentence)] == [well] and KEY not in str(found)
