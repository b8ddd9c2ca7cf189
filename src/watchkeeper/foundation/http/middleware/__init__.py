"""The middlewares of a request; `foundation/http/pipeline.py` has their order.

- `request_middleware` and `request_cycle`: request id, common headers, log line, metrics; `security_headers`, `cors`,
  `replication_token`, `route_labels`.
- `admission`: whether a request may run: `forwarded_headers`, `allowed_hosts`, `request_bounds`, `rate_limits`,
  `body_buffering`.
- `tracing`, outermost, when it is on.
"""
