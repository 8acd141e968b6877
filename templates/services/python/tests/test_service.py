import io
import json
import os
import re
import signal
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from service.app import Service
from service.logs import create_log
from service.settings import read_settings


class Portal:
    def __init__(self) -> None:
        self.out = io.StringIO()
        settings = read_settings({"PORT": "0", "LOG_LEVEL": "debug"})
        self.service = Service(settings, create_log(settings.log_level, self.out))
        self.service.start()

    def ask(self, path: str, method: str = "GET") -> tuple[int, str]:
        return ask(f"http://127.0.0.1:{self.service.port}{path}", method)


def ask(url: str, method: str = "GET") -> tuple[int, str]:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, method=method), timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


@pytest.fixture
def portal() -> Iterator[Portal]:
    started = Portal()
    yield started
    started.service.stop()


def test_says_who_it_is(portal: Portal) -> None:
    status, body = portal.ask("/")
    assert (status, json.loads(body)["service"]) == (200, "${{ values.name }}")


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_is_well_and_ready(portal: Portal, path: str) -> None:
    assert portal.ask(path)[0] == 200


def test_is_not_ready_while_it_stops(portal: Portal) -> None:
    portal.service.is_ready = False
    assert portal.ask("/readyz")[0] == 503


def test_counts_requests_by_route_and_made_up_paths_as_one(portal: Portal) -> None:
    portal.ask("/")
    assert portal.ask("/made-up-1")[0] == 404
    portal.ask("/made-up-2")
    metrics = portal.ask("/metrics")[1]
    assert 'http_requests_total{method="GET",route="/",status="200"} 1.0' in metrics
    assert 'http_requests_total{method="GET",route="none",status="404"} 2.0' in metrics
    assert "http_request_duration_seconds_bucket" in metrics
    assert "made-up" not in metrics


def test_takes_no_other_methods(portal: Portal) -> None:
    assert portal.ask("/", "POST")[0] == 405


def test_logs_a_line_of_json_for_each_request(portal: Portal) -> None:
    portal.ask("/")
    portal.ask("/healthz")
    entries: list[dict[str, Any]] = [json.loads(line) for line in portal.out.getvalue().splitlines()]
    assert [(entry["level"], entry["path"]) for entry in entries] == [("info", "/"), ("debug", "/healthz")]


@pytest.mark.parametrize(("name", "value"), [("PORT", "http"), ("LOG_LEVEL", "loud")])
def test_refuses_settings_by_name(name: str, value: str) -> None:
    with pytest.raises(ValueError, match=name):
        read_settings({name: value})


def test_sends_its_traces_and_ends_by_itself_on_sigterm() -> None:
    received: list[str] = []

    class Collector(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            received.append(f"{self.path} {body!r}")
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None: ...

    collector = HTTPServer(("127.0.0.1", 0), Collector)
    thread = threading.Thread(target=collector.serve_forever, daemon=True)
    thread.start()
    endpoint = f"http://127.0.0.1:{collector.server_address[1]}"
    env = {**os.environ, "PORT": "0", "OTEL_EXPORTER_OTLP_ENDPOINT": endpoint}
    with subprocess.Popen(
        [sys.executable, "-m", "service"], env=env, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        port = json.loads(process.stdout.readline())["port"]
        ask(f"http://127.0.0.1:{port}/")
        process.send_signal(signal.SIGTERM)
        rest = process.stdout.read()
    collector.shutdown()
    collector.server_close()
    thread.join()
    assert process.returncode == 0, rest
    assert re.search(r'"message": "Answered", "trace_id": "[0-9a-f]{32}"', rest)
    assert received and received[0].startswith("/v1/traces ") and "service.name" in received[0]
