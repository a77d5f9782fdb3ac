"""The engines that tests share: PostgreSQL and a Spark cluster, each started once and stopped.

Without one the tests fail, they are never skipped.
"""

from collections.abc import Iterator

import pytest
from postgres_server import NoPostgres, running_postgres
from servers import NotStarted
from spark_servers import Cluster, NoSpark, running_spark


@pytest.fixture(scope="session")
def postgres_address() -> Iterator[str]:
    """Run an empty PostgreSQL; its address has a password full of signs."""
    try:
        with running_postgres() as address:
            yield address
    except (NoPostgres, NotStarted) as trouble:
        pytest.fail(str(trouble), pytrace=False)


@pytest.fixture(scope="session")
def spark_cluster() -> Iterator[Cluster]:
    """Run a master and two workers, and let this process ask them."""
    try:
        with running_spark() as cluster, pytest.MonkeyPatch.context() as settings:
            for name, value in cluster.environment.items():
                settings.setenv(name, value)
            yield cluster
            _leave()
    except (NoSpark, NotStarted) as trouble:
        pytest.fail(str(trouble), pytrace=False)


def _leave() -> None:
    """End what this process opened on the cluster, before the cluster goes."""
    from pyspark.sql import SparkSession

    if session := SparkSession.getActiveSession():
        session.stop()
