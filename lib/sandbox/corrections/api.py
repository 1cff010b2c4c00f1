"""Calls MiniStack's own API from inside, with the properties of a template as parameters.

CloudFormation on MiniStack runs in the event loop that serves requests, so a call over the network would
wait for itself. botocore's model of the service turns properties into parameters, and the request goes
to the function that would serve it.
"""

import asyncio
import contextvars
import os
import threading
from urllib.parse import parse_qs, urlsplit

import botocore.session
from botocore.awsrequest import AWSResponse
from botocore.config import Config
from ministack import app
from ministack.core.responses import get_account_id, get_region

_session = botocore.session.get_session()
_clients = {}


def call(service, operation, params):
    """The answer of an operation; properties that it does not know are dropped, and case does not matter.

    Raises botocore's ClientError if the service refuses the call.
    """
    client = _client(service)
    shape = client.meta.service_model.operation_model(operation).input_shape
    return client._make_api_call(operation, _shaped(params, shape) if shape else {})


def _client(service):
    key = (service, get_account_id(), get_region())
    if key not in _clients:
        _clients[key] = _session.create_client(
            service,
            region_name=key[2],
            endpoint_url=f"http://127.0.0.1:{os.environ['GATEWAY_PORT']}",
            aws_access_key_id=key[1],
            aws_secret_access_key="none",
            config=Config(retries={"max_attempts": 0}, parameter_validation=False, s3={"addressing_style": "path"}),
        )
        _clients[key].meta.events.register("before-send", _answer)
    return _clients[key]


def _answer(request, **_):
    url = urlsplit(request.url)
    headers = {key.lower(): value.decode() if isinstance(value, bytes) else str(value) for key, value in request.headers.items()}
    body = request.body.encode() if isinstance(request.body, str) else request.body or b""
    if hasattr(body, "read"):
        body = body.read()
    query = parse_qs(url.query, keep_blank_values=True)
    params = app._routing_params(request.method, url.path, headers, body, query)
    service = app.detect_service(request.method, url.path, headers, params)
    status, answered, content = _in_thread(
        lambda: asyncio.run(app.SERVICE_HANDLERS[service](request.method, url.path, headers, body, params))
    )
    content = content if isinstance(content, bytes) else str(content).encode()
    return AWSResponse(request.url, status, {key.lower(): value for key, value in answered.items()}, _Body(content))


def _in_thread(work):
    """Runs work in a thread with this request's account and Region, because this one has a running event loop."""
    outcome = {}

    def run():
        try:
            outcome["result"] = work()
        except Exception as error:
            outcome["error"] = error

    thread = threading.Thread(target=contextvars.copy_context().run, args=(run,))
    thread.start()
    thread.join()
    if "error" in outcome:
        raise outcome["error"]
    return outcome["result"]


class _Body:
    def __init__(self, content):
        self._content = content

    def stream(self, *_args, **_kwargs):
        yield self._content

    def read(self, *_args, **_kwargs):
        return b""


def _shaped(value, shape):
    kind = shape.type_name
    if kind == "structure" and isinstance(value, dict):
        members = {name.lower(): name for name in shape.members}
        names = {key: members.get(key.lower()) or members.get(key.lower() + "s") for key in value}
        return {names[key]: _shaped(inner, shape.members[names[key]]) for key, inner in value.items() if names[key]}
    if kind == "list" and isinstance(value, list):
        return [_shaped(one, shape.member) for one in value]
    if kind == "map" and isinstance(value, list):  # tags
        return {one["Key"]: one["Value"] for one in value}
    if kind == "map" and isinstance(value, dict):
        return {key: _shaped(inner, shape.value) for key, inner in value.items()}
    if kind in ("integer", "long"):
        return int(value)
    if kind in ("double", "float"):
        return float(value)
    if kind == "boolean":
        return str(value).lower() == "true"
    if kind == "string" and not isinstance(value, str):
        return str(value)
    return value
