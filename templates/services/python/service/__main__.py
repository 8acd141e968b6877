"""Runs until it is told to stop, then ends what is under way."""

import os
import signal
import threading

from service.app import Service
from service.logs import create_log
from service.settings import read_settings
from service.tracing import start_tracing


def main() -> None:
    settings = read_settings(os.environ)
    log = create_log(settings.log_level)
    stop_tracing = start_tracing(settings)
    service = Service(settings, log)
    stopping = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stopping.set())
    service.start()
    log("info", "Listening", port=service.port)
    stopping.wait()
    log("info", "Stopping")
    service.stop()
    stop_tracing()
    log("info", "Stopped")


if __name__ == "__main__":
    main()
