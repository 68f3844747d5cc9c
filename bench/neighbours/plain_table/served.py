"""What granian serves of datasette: one table, as its guide publishes it, by its own ASGI door.

The file is immutable, so that rows are counted once, and facets are not suggested.
"""

import os

from datasette.app import Datasette

application = Datasette(
    [], immutables=[os.environ["BENCH_TABLE"]], settings={"suggest_facets": False}
).app()
