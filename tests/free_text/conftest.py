"""The sentence encoder, loaded once for all tests."""
import pytest

from service.free_text import encoder as encoders


@pytest.fixture(scope="session")
def encoder():
    """The loaded encoder; where it is not installed, its tests are skipped."""
    folder = encoders.find()
    if folder is None:
        pytest.skip("the encoder is not installed")
    return encoders.load(folder)
