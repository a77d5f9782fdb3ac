"""The engines that tests share: PostgreSQL and a Spark cluster, each started once and stopped."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from postgres_server import running_postgres
from spark_servers import Cluster, running_spark


@pytest.fixture(scope="session")
def postgres_address(postgres_programs: str) -> Iterator[str]:
    """Run an empty PostgreSQL; its address has a password full of signs."""
    with running_postgres(Path(postgres_programs)) as address:
        yield address


@pytest.fixture(scope="session")
def spark_cluster(java_home: str) -> Iterator[Cluster]:
    """Run a master and two workers, and let this process ask them."""
    with running_spark(Path(java_home)) as cluster, pytest.MonkeyPatch.context() as settings:
        for name, value in cluster.environment.items():
            settings.setenv(name, value)
        yield cluster
        _leave()


def _leave() -> None:
    """End what this process opened on the cluster, before the cluster goes."""
    from pyspark.sql import SparkSession

    if session := SparkSession.getActiveSession():
        session.stop()
