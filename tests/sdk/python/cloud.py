"""The cloud under test, and clients of it."""
import itertools
import json
import os
import unittest
import urllib.request

import boto3
import botocore
from botocore.config import Config

ENDPOINT = os.environ["AWS_ENDPOINT_URL"]
VERSION = tuple(int(part) for part in botocore.__version__.split(".")[:2])
RUN = os.environ.get("UNKAI_RUN", "by-hand")
_numbers = itertools.count(1)


def client(service, key="test", secret="test", token=None, region="us-east-1", **config):
    return boto3.client(
        service, endpoint_url=ENDPOINT, region_name=region, aws_access_key_id=key, aws_secret_access_key=secret, aws_session_token=token,
        config=Config(retries={"total_max_attempts": 1}, **config))


def unique(stem):
    return "%s-py-%s-%d" % (stem, RUN, next(_numbers))


def services():
    with urllib.request.urlopen(ENDPOINT + "/_unkai/health") as answer:
        return set(json.load(answer)["services"])


def needs(*names):
    missing = set(names) - services()
    return unittest.skipIf(missing, "this cloud has no " + ", ".join(sorted(missing)))


class CloudTest(unittest.TestCase):
    maxDiff = None

    def refused(self, code, call, **arguments):
        with self.assertRaises(botocore.exceptions.ClientError) as refused:
            call(**arguments)
        self.assertEqual(code, refused.exception.response["Error"]["Code"])
        return refused.exception.response
