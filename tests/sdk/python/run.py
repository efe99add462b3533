"""Runs one file of tests and prints a line a case: CASE, file, name, outcome, output in base64."""
import base64
import importlib.util
import os
import sys
import unittest


class Lines(unittest.TestResult):
    def say(self, test, outcome, output=""):
        name = test.id().rsplit(".", 1)[-1]
        print("CASE", file, name, outcome, base64.b64encode(output.encode()).decode(), sep="\t", flush=True)

    def addSuccess(self, test):
        self.say(test, "ok")

    def addError(self, test, err):
        self.say(test, "failed", self._exc_info_to_string(err, test))

    def addFailure(self, test, err):
        self.say(test, "failed", self._exc_info_to_string(err, test))

    def addSkip(self, test, reason):
        self.say(test, "skipped", reason)


path = os.path.abspath(sys.argv[1])
file = os.path.splitext(os.path.basename(path))[0]
sys.path.insert(0, os.path.dirname(path))
spec = importlib.util.spec_from_file_location("suite_" + file, path)
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
unittest.defaultTestLoader.loadTestsFromModule(module).run(Lines())
