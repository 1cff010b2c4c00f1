"""Where MiniStack does something else than AWS, and the sandbox makes it do the same.

Each file is one correction. Its docstring begins with the gap that it closes, as lib/model/gap-ids.ts
names it, and says what AWS does, where AWS says so, and what MiniStack does. `npm run probe` asks the
probe of each gap with and without the corrections, so it notices a correction that does not work and
one that MiniStack no longer needs.
"""

import importlib
import pkgutil


def apply() -> None:
    """Loads every correction; each file replaces what it corrects as it is loaded."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
