import pytest

pytest_plugins = ["pytester"]


@pytest.fixture(scope="session")
def unkai_base(unkai_base):
    unkai_base.client("s3").create_bucket(Bucket="seeded")
    unkai_base.client("s3").put_object(Bucket="seeded", Key="greeting", Body=b"hello")
    return unkai_base
