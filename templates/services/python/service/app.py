"""What it answers: begin with PAGES."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from opentelemetry import propagate, trace
from opentelemetry.trace import SpanKind, Status, StatusCode
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)

from service.logs import Log
from service.settings import Settings

JSON = "application/json"
READS = ("GET", "HEAD")
PROBES = ("/healthz", "/readyz", "/metrics")
Answer = tuple[int, str, bytes]

PAGES = {
    "/": {"service": "${{ values.name }}", "message": "Hello"},
}


class Service:
    """Serves in threads, and ends what is under way before it is closed."""

    def __init__(self, settings: Settings, log: Log) -> None:
        self.log = log
        self.is_ready = False
        self.registry = CollectorRegistry()
        for collector in (ProcessCollector, PlatformCollector, GCCollector):
            collector(registry=self.registry)
        labels = ("method", "route", "status")
        self.requests = Counter(
            "http_requests", "Requests that were answered", labels, registry=self.registry
        )
        self.durations = Histogram(
            "http_request_duration_seconds", "How long answers took", labels, registry=self.registry
        )
        self.tracer = trace.get_tracer(settings.name)
        self.server = _Server(("", settings.port), _handler_of(self))
        self.port: int = self.server.server_address[1]

    def start(self) -> None:
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.1})
        self.thread.start()
        self.is_ready = True

    def stop(self) -> None:
        """Takes no new requests and waits for those under way."""
        self.is_ready = False
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    def answer(self, method: str, path: str) -> tuple[str, Answer]:
        """The route, as metrics and traces call it, and what to say."""
        if path not in PAGES and path not in PROBES:
            return "none", _json(404, {"error": "There is nothing here"})
        if method not in READS:
            return path, _json(405, {"error": f"{path} is only read"})
        if path == "/metrics":
            return path, (200, CONTENT_TYPE_LATEST, generate_latest(self.registry))
        if path == "/healthz":
            return path, _json(200, {"status": "ok"})
        if path == "/readyz":
            ready = self.is_ready
            return path, _json(200 if ready else 503, {"status": "ready" if ready else "stopping"})
        return path, _json(200, PAGES[path])


class _Server(ThreadingHTTPServer):
    # Threads that answer are waited for when the server is closed; none may take longer than its time-out.
    daemon_threads = False
    block_on_close = True


def _json(status: int, body: object) -> Answer:
    return status, JSON, json.dumps(body).encode()


def _handler_of(service: Service) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = 10

        def handle_any(self) -> None:
            began = time.perf_counter()
            path = urlsplit(self.path).path
            method = self.command if self.command in READS else "OTHER"
            route, (status, kind, body) = service.answer(self.command, path)
            with service.tracer.start_as_current_span(
                f"{method} {route}",
                context=propagate.extract(dict(self.headers)),
                kind=SpanKind.SERVER,
                attributes={"http.request.method": method, "http.route": route},
            ) as span:
                span.set_attribute("http.response.status_code", status)
                if status >= 500 and route != "/readyz":
                    span.set_status(Status(StatusCode.ERROR))
                labels = (method, route, str(status))
                service.requests.labels(*labels).inc()
                service.durations.labels(*labels).observe(time.perf_counter() - began)
                level = "debug" if route in PROBES else "info"
                service.log(level, "Answered", method=self.command, path=path, status=status)
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = handle_any

        def log_message(self, format: str, *args: object) -> None:
            """The service logs itself."""

    return Handler
