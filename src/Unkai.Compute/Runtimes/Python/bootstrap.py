"""Runs a Python function: asks the Runtime API for events and calls the handler.

One file without dependencies. An answer and the request for the next event leave in one write (HTTP pipelining), so a warm
invocation costs one round trip. Modules that not every function needs are imported when they are first needed.
"""
import _socket  # The socket module's 5 ms bring nothing here.
import builtins
import os
import sys
import time

try:
    import _json
except ImportError:
    _json = None

TASK_ROOT = os.environ["LAMBDA_TASK_ROOT"]
RUNTIME = os.environ["AWS_EXECUTION_ENV"][len("AWS_Lambda_python"):].split(".")
ESCAPES_UNICODE = int(RUNTIME[1]) < 12
NEXT = b"GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: r\r\n\r\n"
RECEIVE_BYTES = 65536

current_request_id = ""


class CognitoIdentity:
    __slots__ = ("cognito_identity_id", "cognito_identity_pool_id")

    def __init__(self, document):
        self.cognito_identity_id = document.get("cognitoIdentityId")
        self.cognito_identity_pool_id = document.get("cognitoIdentityPoolId")

    def __repr__(self):
        return (f"CognitoIdentity([cognito_identity_id={self.cognito_identity_id},"
                f"cognito_identity_pool_id={self.cognito_identity_pool_id}])")


class Client:
    __slots__ = ("installation_id", "app_title", "app_version_name", "app_version_code", "app_package_name")


class ClientContext:
    __slots__ = ("custom", "env", "client")

    def __init__(self, document):
        self.custom = document.get("custom")
        self.env = document.get("env")
        self.client = None
        if document.get("client") is not None:
            self.client = Client()
            for name in Client.__slots__:
                setattr(self.client, name, document["client"].get(name))


class LambdaContext:
    def __init__(self, request_id, arn, deadline_ms, client_context, identity):
        self.aws_request_id = request_id
        self.invoked_function_arn = arn
        self._deadline_ms = deadline_ms
        self.log_group_name = os.environ.get("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = os.environ.get("AWS_LAMBDA_LOG_STREAM_NAME")
        self.function_name = os.environ.get("AWS_LAMBDA_FUNCTION_NAME")
        self.memory_limit_in_mb = os.environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.function_version = os.environ.get("AWS_LAMBDA_FUNCTION_VERSION")
        self.client_context = ClientContext(read_json(client_context)) if client_context else None
        self.identity = CognitoIdentity(read_json(identity) if identity else {})

    def get_remaining_time_in_millis(self):
        return max(0, self._deadline_ms - int(time.time() * 1000))

    def log(self, message):
        sys.stdout.write(str(message))

    def __repr__(self):
        return (f"LambdaContext([aws_request_id={self.aws_request_id},log_group_name={self.log_group_name},"
                f"log_stream_name={self.log_stream_name},function_name={self.function_name},"
                f"memory_limit_in_mb={self.memory_limit_in_mb},function_version={self.function_version},"
                f"invoked_function_arn={self.invoked_function_arn},client_context={self.client_context},"
                f"identity={self.identity}])")


class Fault(Exception):
    """An error that Lambda itself names."""

    def __init__(self, error_type, message, trace=None):
        super().__init__(message)
        self.error_type = error_type
        self.message = message
        self.trace = trace


def log_event(text):
    """Writes one log event, whatever lines it has: the marks are those of Unkai's EnvironmentLog."""
    sys.stdout.flush()
    data = b"\x01" + text.rstrip("\n").replace("\n", "\x02").encode("utf-8", "backslashreplace") + b"\n"
    while data:
        data = data[os.write(1, data):]


class LoggingOnDemand:
    """Prepares the logging module as Lambda does, when the function imports it."""

    def find_spec(self, name, path=None, target=None):
        if name != "logging":
            return None
        sys.meta_path.remove(self)
        import importlib.machinery
        import logging
        prepare_logging(logging)
        del sys.modules[name]  # Else the import system loads it a second time, from its own spec.
        self.module = logging
        self.spec = logging.__spec__
        return importlib.machinery.ModuleSpec(name, self)

    def create_module(self, spec):
        return self.module

    def exec_module(self, module):
        module.__spec__ = self.spec
        module.__loader__ = self.spec.loader


def prepare_logging(logging):
    class RequestId(logging.Filter):
        def filter(self, record):
            record.aws_request_id = current_request_id
            return True

    class EventHandler(logging.Handler):
        def emit(self, record):
            try:
                log_event(self.format(record))
            except Exception:
                self.handleError(record)

    formatter = logging.Formatter(
        "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s", "%Y-%m-%dT%H:%M:%S")
    formatter.converter = time.gmtime
    handler = EventHandler()
    handler.setFormatter(formatter)
    handler.addFilter(RequestId())
    logging.root.addHandler(handler)


def connect():
    path = os.environ.pop("UNKAI_RUNTIME_SOCKET", None)
    if path:
        connection = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
        connection.connect(path)
        return connection
    host, port = os.environ["AWS_LAMBDA_RUNTIME_API"].split(":")
    connection = _socket.socket(_socket.AF_INET, _socket.SOCK_STREAM)
    connection.connect((host, int(port)))
    connection.setsockopt(_socket.IPPROTO_TCP, _socket.TCP_NODELAY, 1)
    return connection


class Server:
    def __init__(self, connection):
        self.connection = connection
        self.buffer = b""

    def receive(self):
        data = self.connection.recv(RECEIVE_BYTES)
        if not data:
            os._exit(0)  # The cloud is gone: so are we.
        self.buffer = self.buffer + data if self.buffer else data

    def read(self):
        """One answer of the server: status, headers in lower case, body."""
        while True:
            end = self.buffer.find(b"\r\n\r\n")
            if end >= 0:
                break
            self.receive()
        lines = self.buffer[:end].decode("utf-8").split("\r\n")
        headers = {}
        for line in lines[1:]:
            name, _, value = line.partition(": ")
            headers[name.lower()] = value
        start = end + 4
        length = int(headers.get("content-length", "0"))
        if len(self.buffer) - start < length:
            parts = [self.buffer[start:]]
            missing = length - len(parts[0])
            while missing > 0:
                data = self.connection.recv(min(missing, 1 << 20))
                if not data:
                    os._exit(0)
                parts.append(data)
                missing -= len(data)
            self.buffer = b""
            return lines[0][9:12], headers, b"".join(parts)
        body = self.buffer[start:start + length]
        self.buffer = self.buffer[start + length:]
        return lines[0][9:12], headers, body

    def post(self, path, body, error_type=None, then=b""):
        head = f"POST /2018-06-01/runtime/{path} HTTP/1.1\r\nHost: r\r\nContent-Type: application/json\r\n"
        if error_type:
            head += f"Lambda-Runtime-Function-Error-Type: {error_type}\r\n"
        self.connection.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body + then)


def other_to_json(thing):
    if type(thing).__name__ == "Decimal":
        return int(thing) if thing == thing.to_integral_value() and "." not in str(thing) else float(thing)
    raise TypeError(f"Object of type {type(thing).__name__} is not JSON serializable")


def make_codec():
    """The C halves of the json module by themselves: the module's own import costs 13 ms, for regular expressions that we need not."""
    def slow_read(text):
        import json
        return json.loads(text)

    def slow_write(value):
        import json
        return json.dumps(value, ensure_ascii=ESCAPES_UNICODE, default=other_to_json)

    try:
        class Options:
            strict = True
            object_hook = object_pairs_hook = None
            parse_float = float
            parse_int = int
            parse_constant = {"-Infinity": float("-inf"), "Infinity": float("inf"), "NaN": float("nan")}.__getitem__
            memo = {}

        scan = _json.make_scanner(Options)
        escape = _json.encode_basestring_ascii if ESCAPES_UNICODE else _json.encode_basestring

        def read(text):
            text = text.strip(" \t\n\r")
            try:
                value, end = scan(text, 0)
            except StopIteration:
                return slow_read(text)
            return value if end == len(text) else slow_read(text)

        def write(value):
            return "".join(_json.make_encoder({}, other_to_json, escape, None, ": ", ", ", False, False, True)(value, 0))

        if write(read('{"a": [1, null]}')) == '{"a": [1, null]}':
            return read, write
    except Exception:
        pass  # An interpreter whose json is made differently.
    return slow_read, slow_write


read_json, write_json = make_codec()


def to_json(value):
    return write_json(value).encode("utf-8")


def load_handler(name):
    module_name, dot, function_name = name.rpartition(".")
    if not dot:
        raise Fault("Runtime.MalformedHandlerName", f"Bad handler '{name}': not enough values to unpack (expected 2, got 1)")
    import importlib
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        raise Fault("Runtime.ImportModuleError", f"Unable to import module '{module_name}': {error}")
    except SyntaxError as error:
        trace = [f'  File "{error.filename}" Line {error.lineno}\n    {(error.text or "").strip()}\n']
        raise Fault("Runtime.UserCodeSyntaxError", f"Syntax error in module '{module_name}': {error}", trace)
    handler = getattr(module, function_name, None)
    if handler is None:
        raise Fault("Runtime.HandlerNotFound", f"Handler '{function_name}' missing on module '{module_name}'")
    return handler


def describe(error, request_id):
    """The error's document, and the same as a log event."""
    if isinstance(error, Fault):
        error_type, message, trace = error.error_type, error.message, error.trace or []
    else:
        import traceback
        error_type, message = type(error).__name__, str(error)
        frames = traceback.extract_tb(error.__traceback__)
        trace = traceback.format_list([frame for frame in frames if frame.filename != __file__ and "importlib" not in frame.filename])
    log_event(f"[ERROR] {error_type}: {message}\nTraceback (most recent call last):\n" + "".join(trace))
    document = {"errorMessage": message, "errorType": error_type, "requestId": request_id, "stackTrace": trace}
    return write_json(document).encode("utf-8", "backslashreplace"), error_type


def prepare_path():
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    sys.path.pop(0)  # This file's folder.
    runtime = os.environ["LAMBDA_RUNTIME_DIR"]
    sys.path[:] = [TASK_ROOT, "/opt/python/lib/" + version + "/site-packages", "/opt/python"] + [p for p in sys.path if p != runtime]
    sys.path.append(os.path.join(sys.base_prefix, "lib", version, "site-packages"))
    sdk = os.environ.pop("UNKAI_SDK_DIRECTORY", None)
    if sdk and sdk not in sys.path:
        sys.path.append(sdk)


def main():
    global current_request_id
    builtins.exit = builtins.quit = sys.exit  # The site module, which this start leaves out for its 30 ms, has them.
    sys.stdout.reconfigure(line_buffering=True, errors="backslashreplace")
    sys.stderr.reconfigure(line_buffering=True)
    prepare_path()
    sys.meta_path.insert(0, LoggingOnDemand())
    server = Server(connect())
    try:
        handler = load_handler(os.environ["_HANDLER"])
    except Exception as error:
        body, error_type = describe(error, "")
        server.post("init/error", body, error_type)
        server.read()
        sys.exit(1)

    environ = os.environ
    flush = sys.stdout.flush
    server.connection.sendall(NEXT)
    while True:
        status, headers, body = server.read()
        request_id = headers.get("lambda-runtime-aws-request-id")
        if request_id is None:
            continue  # What became of the answer before.
        current_request_id = request_id
        trace_id = headers.get("lambda-runtime-trace-id")
        if trace_id:
            environ["_X_AMZN_TRACE_ID"] = trace_id
        elif "_X_AMZN_TRACE_ID" in environ:
            del environ["_X_AMZN_TRACE_ID"]
        try:
            try:
                event = read_json(body.decode("utf-8"))
            except ValueError as error:
                raise Fault("Runtime.UnmarshalError", f"Unable to unmarshal input: {error}")
            result = handler(event, LambdaContext(
                request_id,
                headers["lambda-runtime-invoked-function-arn"],
                int(headers["lambda-runtime-deadline-ms"]),
                headers.get("lambda-runtime-client-context"),
                headers.get("lambda-runtime-cognito-identity")))
            try:
                answer = to_json(result)
            except (TypeError, ValueError) as error:
                raise Fault("Runtime.MarshalError", f"Unable to marshal response: {error}")
        except Exception as error:
            body, error_type = describe(error, request_id)
            server.post(f"invocation/{request_id}/error", body, error_type, NEXT)
            continue
        flush()
        server.post(f"invocation/{request_id}/response", answer, None, NEXT)


main()
