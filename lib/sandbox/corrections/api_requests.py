"""AWS::ApiGateway::Stage.AccessLogSetting

AWS: a stage writes a line in its format for each request, and with tracing enabled, sends a segment to X-Ray and
passes the trace on to the function:
https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-xray.html
MiniStack 1.5.33: drops the setting, writes no line, sends no segment, and gives the function a trace of its own.
Here a segment goes to the address of the X-Ray daemon, as those of the functions do.
"""

import contextvars
import json
import os
import re
import secrets
import socket
import time

from ministack.core.responses import new_uuid
from ministack.services import apigateway_v1

from .replace import provisions, replaces
from .service_calls import write_log

_request = contextvars.ContextVar("request", default=None)
_trace = contextvars.ContextVar("trace", default=None)


@provisions("AWS::ApiGateway::Stage")
def create_stage(original, logical_id, props, stack_name):
    created = original(logical_id, props, stack_name)
    if setting := props.get("AccessLogSetting"):
        stage = apigateway_v1._stages_v1[props["RestApiId"]][props["StageName"]]
        stage["accessLogSettings"] = {"destinationArn": setting["DestinationArn"], "format": setting["Format"]}
    return created


@replaces("services.apigateway_v1", "_execute_in_scope")
async def execute(original, request, *rest):
    _request.set(request)
    return await original(request, *rest)


@replaces("services.apigateway_v1", "_handle_execute_in_scope")
async def handle(original, api_id, stage_name, method, path, headers, *rest):
    stage = apigateway_v1._stages_v1.get(api_id, {}).get(stage_name) or {}
    started = time.time()
    trace = _start_trace(headers) if stage.get("tracingEnabled") else None
    _trace.set(trace and f"Root={trace['root']};Parent={trace['id']};Sampled=1")
    response = await original(api_id, stage_name, method, path, headers, *rest)
    ended = time.time()
    if trace:
        _send_segment(trace, f"{api_id}/{stage_name}", method, path, response[0], started, ended)
    if setting := stage.get("accessLogSettings"):
        values = _context(_request.get() or {}, method, response[0], trace, started, ended)
        _write(setting, values)
    return response


def _start_trace(headers):
    given = apigateway_v1._header_ci(headers, "x-amzn-trace-id") or ""
    root = re.search(r"Root=([\w-]+)", given)
    parent = re.search(r"Parent=(\w+)", given)
    return {
        "root": root[1] if root else f"1-{int(time.time()):08x}-{secrets.token_hex(12)}",
        "id": secrets.token_hex(8),
        "parent": parent and parent[1],
    }


def _send_segment(trace, name, method, path, status, started, ended):
    segment = {
        "id": trace["id"],
        "trace_id": trace["root"],
        "name": name,
        "origin": "AWS::ApiGateway::Stage",
        "start_time": started,
        "end_time": ended,
        "http": {"request": {"method": method, "url": path}, "response": {"status": status}},
        "error": 400 <= status < 500,
        "fault": status >= 500,
    }
    if trace["parent"]:
        segment["parent_id"] = trace["parent"]
    host, port = os.environ["AWS_XRAY_DAEMON_ADDRESS"].split(":")
    datagram = json.dumps({"format": "json", "version": 1}) + "\n" + json.dumps(segment)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.sendto(datagram.encode(), (host, int(port)))


@replaces("services.lambda_svc", "_xray_trace_id_for_invocation")
def trace_of_invocation(original, config, inbound_trace_header=None):
    return original(config, inbound_trace_header or _trace.get())


def _context(request, method, status, trace, started, ended):
    milliseconds = str(round((ended - started) * 1000))
    return {
        "requestId": request.get("request_id") or new_uuid(),
        "httpMethod": method,
        "resourcePath": request.get("resource_path") or "-",
        "status": str(status),
        "requestTime": time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(started)),
        "responseLatency": milliseconds,
        "integration.latency": milliseconds,
        "xrayTraceId": trace["root"] if trace else "-",
    }


def _write(setting, values):
    line = re.sub(r"\$context\.([\w.]+)", lambda found: values.get(found[1], "-"), setting["format"])
    write_log(setting["destinationArn"], "access", line)
