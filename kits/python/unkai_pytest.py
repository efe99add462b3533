"""A pytest plugin: each test has a cloud of its own that speaks AWS's protocols.

Fixtures:
  unkai        a world of the test's own, forked from unkai_base and deleted at the test's end
  unkai_base   the world that tests are forked from; override it to seed it once
  unkai_env    the same as unkai, with AWS's environment variables set for code that makes its own clients
  unkai_cloud  the cloud: the one at $UNKAI_ENDPOINT or $AWS_ENDPOINT_URL when it answers, else one that this run starts
"""
import datetime
import itertools
import json
import os
import shutil
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request

import pytest

ACCOUNT = "000000000000"
REGION = "us-east-1"
START_SECONDS_MAX = 120  # The first start from a clone builds the cloud.
STOP_SECONDS_MAX = 10

_http = urllib.request.build_opener(urllib.request.ProxyHandler({}))
_numbers = itertools.count(1)


class UnkaiError(Exception):
    """The cloud refused an order, in its own words; status is the HTTP status."""

    def __init__(self, status, message):
        super().__init__(message)
        self.status = status


class Report:
    """What ran while time was moved or settled."""

    def __init__(self, document):
        self.time = _time(document["time"])
        self.job_count = document["jobCount"]
        self.invocations = document["invocations"]
        self.jobs = document["jobs"]
        self.failures = document["failures"]

    def __repr__(self):
        return "<Report at %s: %d jobs, %d invocations, %d failures>" % (self.time.isoformat(), self.job_count, self.invocations, len(self.failures))


class Clock:
    """A world's time. Durations are texts such as "15d", "1h30m", "250ms", or timedeltas; times are datetimes or ISO texts."""

    def __init__(self, world):
        self._world = world
        self._set_at = 0.0

    def now(self):
        """The world's time."""
        return _time(self._world._order("GET", "clock")["time"])

    def freeze(self, at=None):
        """Stops time: nothing due happens by itself."""
        return self._order({"action": "freeze", "at": _text_of(at)})

    def run(self, rate=1, at=None):
        """Lets time run, rate world seconds a second."""
        return self._order({"action": "run", "rate": rate, "at": _text_of(at)})

    def advance(self, by):
        """Turns time forward; everything due on the way runs in its order. Returns a Report."""
        text = "%dms" % round(by.total_seconds() * 1000) if isinstance(by, datetime.timedelta) else by
        return Report(self._order({"action": "advance", "by": text}))

    def settle(self):
        """Runs what is due now, and what that causes, until nothing is due or running. Returns a Report."""
        return Report(self._order({"action": "settle"}))

    def _order(self, body):
        try:
            return self._world._order("POST", "clock", body)
        finally:
            self._set_at = time.time()

    def _clear_signing(self, signature_version=None, **_):
        """What is signed in the second of a setting counts as signed before it: presigning waits for the next one."""
        if isinstance(signature_version, str) and signature_version.endswith(("-query", "-presign-post")):
            left = int(self._set_at) + 1 - time.time()
            if left > 0:
                time.sleep(left + 0.001)


class Rule:
    """A fault rule that is in force."""

    def __init__(self, world, document):
        self._world = world
        self.id = document["id"]
        self.document = document

    @property
    def hits(self):
        """How often it has hit."""
        return next(rule["hits"] for rule in self._world._order("GET", "faults")["faults"] if rule["id"] == self.id)

    def remove(self):
        """Ends it."""
        self._world._order("DELETE", "faults/" + self.id)


class Faults:
    """What is broken on purpose in a world."""

    _names = {
        "delay_max": "delayMax", "delay_mean": "delayMean", "delay_deviation": "delayDeviation", "delay_percentiles": "delayPercentiles", "from_": "from",
    }

    def __init__(self, world):
        self._world = world

    def add(self, **members):
        """Adds a rule, by the members of docs/admin-api.md: add(service="sqs", operation="SendMessage", error="ThrottlingException", rate=0.2)."""
        body = {self._names.get(name, name): _text_of(value) if isinstance(value, datetime.datetime) else value for name, value in members.items()}
        return Rule(self._world, self._world._order("POST", "faults", body))

    def list(self):
        """The rules in force."""
        return [Rule(self._world, document) for document in self._world._order("GET", "faults")["faults"]]

    def clear(self):
        """Removes all rules."""
        for rule in self.list():
            rule.remove()


class World:
    """A whole cloud of its own: state, clock, faults, clients."""

    secret_access_key = "test"

    def __init__(self, cloud, name):
        self.cloud = cloud
        self.name = name
        self.clock = Clock(self)
        self.faults = Faults(self)
        self._clients = {}

    @property
    def endpoint(self):
        """The cloud's address."""
        return self.cloud.endpoint

    @property
    def access_key_id(self):
        """A development key of account 000000000000 that names this world."""
        return ACCOUNT if self.name == "default" else "%s@%s" % (ACCOUNT, self.name)

    @property
    def env(self):
        """Environment variables that bring any AWS tool or SDK here."""
        return {
            "AWS_ENDPOINT_URL": self.endpoint, "AWS_ACCESS_KEY_ID": self.access_key_id, "AWS_SECRET_ACCESS_KEY": self.secret_access_key,
            "AWS_REGION": REGION, "AWS_DEFAULT_REGION": REGION, "AWS_EC2_METADATA_DISABLED": "true", "AWS_DISABLE_HOST_PREFIX_INJECTION": "true",
        }

    def client(self, service, **options):
        """A boto3 client of this world; options as boto3's own, which win."""
        if not options and service in self._clients:
            return self._clients[service]
        client = self.session().client(service, **self._options(service, options))
        client.meta.events.register("choose-signer." + client.meta.service_model.service_id.hyphenize(), self.clock._clear_signing)
        if not options:
            self._clients[service] = client
        return client

    def resource(self, service, **options):
        """A boto3 resource of this world."""
        resource = self.session().resource(service, **self._options(service, options))
        events = resource.meta.client.meta.events
        events.register("choose-signer." + resource.meta.client.meta.service_model.service_id.hyphenize(), self.clock._clear_signing)
        return resource

    def session(self):
        """A boto3 session with this world's credentials."""
        import boto3

        return boto3.Session(aws_access_key_id=self.access_key_id, aws_secret_access_key=self.secret_access_key, region_name=REGION)

    def fork(self):
        """A copy of this world as it is now, in O(1)."""
        return self.cloud.fork(self.name)

    def reset(self):
        """Empties it."""
        self._order("POST", "reset")

    def delete(self):
        """Deletes it and all that only it holds; nothing when it has gone."""
        for client in self._clients.values():
            getattr(client, "close", lambda: None)()
        self._clients.clear()
        try:
            self._order("DELETE")
        except UnkaiError as refused:
            if refused.status != 404:
                raise

    def _options(self, service, options):
        from botocore.config import Config

        given = {"endpoint_url": self.endpoint, **options}
        # An IP address takes no label before it, which some operations ask for.
        config = Config(inject_host_prefix=False, **({"s3": {"addressing_style": "path"}, "signature_version": "s3v4"} if service == "s3" else {}))
        given["config"] = config.merge(given["config"]) if "config" in given else config
        return given

    def _order(self, method, part="", body=None):
        return self.cloud.order(method, "/_unkai/worlds/%s%s" % (urllib.parse.quote(self.name), part and "/" + part), body)


class Cloud:
    """A running cloud."""

    def __init__(self, endpoint, process=None):
        self.endpoint = endpoint
        self._process = process

    @classmethod
    def find(cls):
        """The cloud that runs where the environment says; None when none answers there."""
        for name in ("UNKAI_ENDPOINT", "AWS_ENDPOINT_URL"):
            endpoint = os.environ.get(name, "").rstrip("/")
            if endpoint:
                cloud = cls(endpoint)
                try:
                    if "version" in cloud.order("GET", "/_unkai/health"):
                        return cloud
                except (UnkaiError, OSError, ValueError):
                    pass
                if name == "UNKAI_ENDPOINT":
                    raise RuntimeError("$UNKAI_ENDPOINT is %s, and no cloud answers there." % endpoint)
        return None

    @classmethod
    def start(cls):
        """Starts a cloud in memory on a free port. It ends with this process, whatever becomes of it: its standard input is a pipe from here."""
        command = os.environ.get("UNKAI_COMMAND") or shutil.which("unkai")
        if not command:
            raise RuntimeError("No cloud runs at $UNKAI_ENDPOINT, and there is no command 'unkai' on the path to start one ($UNKAI_COMMAND names it too).")
        process = subprocess.Popen(
            [command, "up", "--ephemeral", "--port", "0", "--stop-on-eof"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True)
        line = _first_line(process)
        if "http" not in line:
            process.kill()
            raise RuntimeError("%s up did not start: %s" % (command, line or "it ended"))
        return cls(line[line.index("http"):].strip(), process)

    def stop(self):
        """Ends a cloud that was started here."""
        if self._process is None:
            return
        self._process.stdin.close()
        try:
            self._process.wait(STOP_SECONDS_MAX)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()

    def world(self, name="default"):
        """A world that is there."""
        return World(self, name)

    def fork(self, source="default", seed=None):
        """A copy of a world as it is now, under a name of its own."""
        return self._make({"from": source, "seed": seed})

    def create(self, seed=None):
        """An empty world."""
        return self._make({"seed": seed})

    def order(self, method, path, body=None):
        """Any request of the admin API; its JSON answer."""
        data = None if body is None else json.dumps({name: value for name, value in body.items() if value is not None}).encode()
        request = urllib.request.Request(self.endpoint + path, data, {"Content-Type": "application/json"}, method=method)
        try:
            with _http.open(request) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as refused:
            with refused:
                text = refused.read().decode("utf-8", "replace")
            try:
                raise UnkaiError(refused.code, json.loads(text)["error"]) from None
            except (ValueError, KeyError):
                raise UnkaiError(refused.code, text) from None

    def _make(self, body):
        # Unique among the runs that share a cloud: xdist's workers, a colleague's terminal.
        name = "pytest-%d-%d-%s" % (os.getpid(), next(_numbers), os.urandom(3).hex())
        self.order("POST", "/_unkai/worlds", {"name": name, **body})
        return World(self, name)


@pytest.fixture(scope="session")
def unkai_cloud():
    """The cloud that tests share; each has a world of its own in it."""
    cloud = Cloud.find() or Cloud.start()
    yield cloud
    cloud.stop()


@pytest.fixture(scope="session")
def unkai_base(unkai_cloud):
    """The world that each test's is forked from: a fork of default. Override it to seed it, once for all tests."""
    world = unkai_cloud.fork()
    yield world
    world.delete()


@pytest.fixture
def unkai(unkai_base):
    """A world of the test's own."""
    world = unkai_base.fork()
    yield world
    world.delete()


@pytest.fixture
def unkai_env(unkai, monkeypatch):
    """The test's world, and AWS's environment variables set for it: for code that makes its own clients."""
    for name in list(os.environ):
        if name.startswith("AWS_"):
            monkeypatch.delenv(name)
    for name, value in unkai.env.items():
        monkeypatch.setenv(name, value)
    return unkai


def _first_line(process):
    import threading

    # A build may take a minute; one that hangs must not hang the tests.
    timer = threading.Timer(START_SECONDS_MAX, process.kill)
    timer.start()
    try:
        return process.stdout.readline()
    finally:
        timer.cancel()


def _time(text):
    # Python before 3.11 reads neither Z nor seven digits.
    head, _, rest = text.replace("Z", "+00:00").partition(".")
    digits = "".join(itertools.takewhile(str.isdigit, rest))
    return datetime.datetime.fromisoformat(head + ("." + digits[:6].ljust(6, "0") + rest[len(digits):] if digits else ""))


def _text_of(time_):
    if isinstance(time_, datetime.datetime):
        if time_.tzinfo is None:
            raise ValueError("A time needs its zone: datetime(..., tzinfo=timezone.utc)")
        return time_.isoformat()
    return time_
