"""What holds for all tests: where LibreOffice cannot be kept from the network, the tests insist on it."""

import os

from extractor.readers.libreoffice import INSIST
from extractor.readers.seal import explain_unsealed

if explain_unsealed() is not None:
    os.environ.setdefault(INSIST, "1")
