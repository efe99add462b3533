"""Whole runs of pytest, each in a process of its own."""
import os
import pathlib
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

KIT = pathlib.Path(__file__).parent.parent
ONE = """
    def test_one(unkai):
        unkai.client("s3").create_bucket(Bucket="bucket")
        print("endpoint", unkai.endpoint)
"""


def environment(endpoint=None, path=KIT):
    own = {name: value for name, value in os.environ.items() if not name.startswith("AWS_") and name != "UNKAI_ENDPOINT"}
    own["PYTHONPATH"] = str(path)
    if endpoint:
        own["UNKAI_ENDPOINT"] = endpoint
    return own


def run(pytester, *arguments, **options):
    return subprocess.run([sys.executable, "-m", "pytest", "-s", "-p", "no:cacheprovider", *arguments], cwd=pytester.path, capture_output=True, text=True, **options)


def worlds(cloud):
    return [world["name"] for world in cloud.order("GET", "/_unkai/worlds")["worlds"]]


def answers(endpoint):
    try:
        urllib.request.urlopen(endpoint + "/_unkai/health").close()
        return True
    except urllib.error.URLError:
        return False


def endpoint_of(output):
    return next(line.split("endpoint ", 1)[1].strip() for line in output.splitlines() if "endpoint " in line)


def gone(endpoint):
    """Waits for what must come of itself; the test's patience is its only clock."""
    deadline = time.monotonic() + 20
    while answers(endpoint) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not answers(endpoint)


def test_a_run_uses_the_cloud_that_runs_and_leaves_no_world(pytester, unkai_cloud):
    pytester.makepyfile(ONE)
    before = worlds(unkai_cloud)
    ran = run(pytester, "-p", "unkai_pytest", env=environment(unkai_cloud.endpoint))
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert endpoint_of(ran.stdout) == unkai_cloud.endpoint
    assert worlds(unkai_cloud) == before


def test_a_test_that_fails_leaves_no_world(pytester, unkai_cloud):
    pytester.makepyfile("def test_one(unkai):\n    assert False")
    before = worlds(unkai_cloud)
    assert run(pytester, "-p", "unkai_pytest", env=environment(unkai_cloud.endpoint)).returncode == 1
    assert worlds(unkai_cloud) == before


def test_an_endpoint_that_does_not_answer_is_said(pytester):
    pytester.makepyfile(ONE)
    ran = run(pytester, "-p", "unkai_pytest", env=environment("http://127.0.0.1:9"))
    assert ran.returncode == 1
    assert "no cloud answers there" in ran.stdout


def test_a_run_starts_a_cloud_of_its_own_and_stops_it(pytester):
    pytester.makepyfile(ONE)
    ran = run(pytester, "-p", "unkai_pytest", env=environment())
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert not answers(endpoint_of(ran.stdout))


def test_a_run_that_is_killed_leaves_no_process(pytester):
    pytester.makepyfile("""
        import os, signal
        def test_one(unkai):
            print("endpoint", unkai.endpoint, flush=True)
            os.kill(os.getpid(), signal.SIGKILL)
    """)
    ran = run(pytester, "-p", "unkai_pytest", env=environment())
    assert ran.returncode == -signal.SIGKILL
    assert gone(endpoint_of(ran.stdout))


def test_the_package_installs_and_pytest_finds_the_plugin(pytester, unkai_cloud, tmp_path):
    ready = subprocess.run([sys.executable, "-c", "import pip, setuptools; assert int(setuptools.__version__.split('.')[0]) >= 61"], capture_output=True)
    if ready.returncode != 0:
        pytest.skip("this Python has no pip, or no setuptools of 61 or newer")
    source, target = tmp_path / "source", tmp_path / "target"
    source.mkdir()
    for name in ("pyproject.toml", "README.md", "unkai_pytest.py"):
        (source / name).write_text((KIT / name).read_text())
    installed = subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--no-index", "--target", str(target), str(source)], capture_output=True, text=True)
    assert installed.returncode == 0, installed.stderr
    pytester.makepyfile(ONE)
    ran = run(pytester, env=environment(unkai_cloud.endpoint, target))
    assert ran.returncode == 0, ran.stdout + ran.stderr
