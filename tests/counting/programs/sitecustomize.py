"""Python reads this as a program begins that a test starts: it counts its main modules.

Only those: the packages are counted in pytest's processes, and instrumenting them takes seconds.
"""

import atexit
import os
import sys
from pathlib import Path

if os.environ.get("SAAKH_COUNT_LINES"):
    # The program's own folder is not on the path yet, and may not be this one.
    root = str(Path(__file__).parent.parent.parent.parent)
    sys.path.append(root)
    from tests.counting import counter

    sys.path.remove(root)
    atexit.register(counter.end, counter.begin(counter.MODULES))
