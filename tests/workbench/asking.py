"""Requests as anybody could make them, by hand. Holds no tests."""

from __future__ import annotations

import http.client
import json
from typing import Any
from urllib.parse import urlsplit


class Asker:
    """Speaks to one server; keeps cookies as a browser would. host, origin: what requests claim."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self.at = (parts.hostname or "", parts.port or 0)
        self.host = parts.netloc
        self.origin = f"http://{parts.netloc}"
        self.cookies: dict[str, str] = {}
        self.set_cookie = ""
        self.headers: dict[str, str] = {}

    def ask(
        self, verb: str, path: str, body: Any = None, headers: dict[str, str | None] | None = None
    ) -> tuple[int, Any]:
        """Status, and the answer: plain data where it is JSON."""
        given: dict[str, str | None] = {"Host": self.host}
        if self.cookies:
            given["Cookie"] = "; ".join(f"{key}={value}" for key, value in self.cookies.items())
        if verb == "POST":
            given |= {
                "Origin": self.origin,
                "X-Qualcode": "1",
                "Content-Type": "application/json",
            }
        given |= headers or {}
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        connection = http.client.HTTPConnection(*self.at, timeout=30)
        connection.putrequest(verb, path, skip_host=True, skip_accept_encoding=True)
        for key, value in given.items():
            if value is not None:
                connection.putheader(key, value)
        if data is not None and "Content-Length" not in given:
            connection.putheader("Content-Length", str(len(data)))
        connection.endheaders(data)
        answer = connection.getresponse()
        self.headers = {key.lower(): value for key, value in answer.getheaders()}
        self.set_cookie = self.headers.get("set-cookie", "")
        if self.set_cookie:
            key, _, value = self.set_cookie.partition(";")[0].partition("=")
            self.cookies[key] = value
        found = answer.read().decode()
        connection.close()
        if self.headers.get("content-type", "").startswith("application/json"):
            return answer.status, json.loads(found)
        return answer.status, found

    def call(self, method: str, params: Any = None, **more: Any) -> tuple[int, Any]:
        return self.ask("POST", "/api/call", {"method": method, "params": params or {}, **more})

    def sign_in(self, token: str) -> Asker:
        assert self.ask("POST", "/api/enter", {"token": token})[0] == 200
        return self
