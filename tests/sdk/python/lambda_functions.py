import base64
import io
import json
import zipfile

from cloud import CloudTest, client, needs, unique

functions = client("lambda", read_timeout=120)
TRUST = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
CODE = """
import json, os
def handler(event, context):
    print("said", event)
    if event.get("fail"):
        raise ValueError("as asked")
    return {"event": event, "name": context.function_name, "variable": os.environ.get("COLOUR"), "version": context.function_version}
"""


def package(code=CODE):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("app.py", code)
    return archive.getvalue()


@needs("iam", "lambda")
class Lambda(CloudTest):
    @classmethod
    def setUpClass(cls):
        cls.role = client("iam").create_role(RoleName=unique("runs"), AssumeRolePolicyDocument=json.dumps(TRUST))["Role"]["Arn"]

    def function(self, **more):
        name = unique("function")
        functions.create_function(FunctionName=name, Runtime="python3.12", Role=self.role, Handler="app.handler", Code={"ZipFile": package()}, Timeout=30, **more)
        return name

    def test_a_function_answers(self):
        name = self.function(Environment={"Variables": {"COLOUR": "blue"}})
        answer = functions.invoke(FunctionName=name, Payload=json.dumps({"a": 1}), LogType="Tail")
        self.assertEqual(200, answer["StatusCode"])
        self.assertEqual({"event": {"a": 1}, "name": name, "variable": "blue", "version": "$LATEST"}, json.load(answer["Payload"]))
        log = base64.b64decode(answer["LogResult"]).decode()
        self.assertIn("said {'a': 1}", log)
        self.assertIn("REPORT RequestId: ", log)

    def test_a_failing_function_says_how(self):
        answer = functions.invoke(FunctionName=self.function(), Payload=json.dumps({"fail": True}))
        self.assertEqual((200, "Unhandled"), (answer["StatusCode"], answer["FunctionError"]))
        failed = json.load(answer["Payload"])
        self.assertEqual(("as asked", "ValueError"), (failed["errorMessage"], failed["errorType"]))

    def test_configuration_is_kept_and_changed(self):
        name = self.function(Description="first", MemorySize=256, Tags={"a": "b"})
        found = functions.get_function(FunctionName=name)
        self.assertEqual(("first", 256, "python3.12"), tuple(found["Configuration"][key] for key in ("Description", "MemorySize", "Runtime")))
        self.assertEqual({"a": "b"}, found["Tags"])
        functions.update_function_configuration(FunctionName=name, Description="second")
        self.assertEqual("second", functions.get_function_configuration(FunctionName=name)["Description"])
        functions.delete_function(FunctionName=name)
        self.refused("ResourceNotFoundException", functions.get_function, FunctionName=name)

    def test_new_code_answers(self):
        name = self.function()
        functions.update_function_code(FunctionName=name, ZipFile=package("def handler(event, context):\n    return 'new'\n"))
        functions.get_waiter("function_updated_v2" if "function_updated_v2" in functions.waiter_names else "function_updated").wait(FunctionName=name)
        self.assertEqual("new", json.load(functions.invoke(FunctionName=name)["Payload"]))

    def test_versions_and_aliases(self):
        name = self.function()
        version = functions.publish_version(FunctionName=name)["Version"]
        self.assertEqual("1", version)
        functions.create_alias(FunctionName=name, Name="live", FunctionVersion=version)
        self.assertEqual("1", json.load(functions.invoke(FunctionName=name, Qualifier="live", Payload="{}")["Payload"])["version"])
        self.assertEqual(["$LATEST", "1"], [one["Version"] for one in functions.list_versions_by_function(FunctionName=name)["Versions"]])

    def test_errors_by_name(self):
        self.refused("ResourceNotFoundException", functions.invoke, FunctionName=unique("missing"))
        name = self.function()
        self.refused("ResourceConflictException", functions.create_function, FunctionName=name, Runtime="python3.12", Role=self.role, Handler="app.handler", Code={"ZipFile": package()})
        self.refused("InvalidParameterValueException", functions.create_function, FunctionName=unique("function"), Runtime="cobol60", Role=self.role, Handler="app.handler", Code={"ZipFile": package()})
        self.refused("InvalidRequestContentException", functions.invoke, FunctionName=name, Payload=b"not json")

    def test_an_event_is_taken(self):
        self.assertEqual(202, functions.invoke(FunctionName=self.function(), InvocationType="Event", Payload="{}")["StatusCode"])
        self.assertEqual(204, functions.invoke(FunctionName=self.function(), InvocationType="DryRun")["StatusCode"])
