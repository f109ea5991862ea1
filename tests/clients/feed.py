"""The feed before the live server: makes things happen there."""

import json

import requests


class Feed:
    """A simulator, by its controls."""

    def __init__(self, url):
        self.url = url

    def emit(self, **spec):
        """Publishes a frame; gives what EMSC's websocket would say, read from JSON."""
        answer = requests.post(f"{self.url}/sim/emit", json=spec, timeout=30)
        assert answer.status_code == 200, answer.text
        return json.loads(answer.json()["raw"])
