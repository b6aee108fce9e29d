"""`python -m entendu.config`: the `entendu` command where its script is not on the path."""

import sys

from entendu.config.command import main

sys.exit(main())
