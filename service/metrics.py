"""Metrics for Prometheus, over all worker processes: how many requests, how long they took."""
import os
import time

from flask import g, request
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest, multiprocess

REQUESTS = Counter("quizbank_requests", "Requests answered", ["method", "route", "status"])
SECONDS = Histogram("quizbank_request_seconds", "Seconds to answer a request", ["method", "route"])


def register(app):
    @app.after_request
    def count(response):
        route = request.url_rule.rule if request.url_rule else "unknown"
        method = request.method if request.method in ("GET", "HEAD", "POST", "PATCH", "DELETE", "OPTIONS") else "OTHER"
        REQUESTS.labels(method, route, response.status_code).inc()
        SECONDS.labels(method, route).observe(time.perf_counter() - g.get("began", time.perf_counter()))
        return response


def latest():
    """All counts in Prometheus's text format."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return generate_latest()
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)
    return generate_latest(registry)
