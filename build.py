"""The door: `python build.py` builds the site; `python build.py --help` tells the rest. It is `fiche` itself.

Owns finding the Python that `make` set up, so that any Python may knock. All else is `fiche.cli`.
"""

import os
import sys
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).resolve().parent
OURS = HERE / ".venv" / "bin" / "python"

if __name__ == "__main__":
    if find_spec("markdown") is None or find_spec("babel") is None:
        if not OURS.exists() or Path(sys.prefix) == OURS.parent.parent:
            sys.exit("build.py: its libraries are not installed here. Say `make site` once; it sets up by itself.")
        os.execv(OURS, [str(OURS), *sys.argv])  # noqa: S606 - our own Python, no shell

    sys.path.insert(0, str(HERE))
    from fiche.cli import main

    main()
