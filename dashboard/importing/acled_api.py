"""ACLED's API: a token for the account, pages of its events, and of those it has deleted since."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cached_property
from itertools import count
from pathlib import Path

import requests
from requests.auth import AuthBase

from dashboard.importing.downloads import Ask, Fetched, NotFetched, Stamp, Web, Why, refuse
from dashboard.importing.refreshable import acled_account
from dashboard.importing.steps import Progress
from dashboard.sources.acled import failure_of
from dashboard.sources.reading.files import Unreadable, look_at
from dashboard.vocabulary import COUNTRIES

PAGE = 5000  # as many rows as it gives at once


class AcledApi:
    """Asks ACLED, by the account of the settings; pages become files in `folder`."""

    def __init__(self, web: Web, base: str, folder: Path, part: Path, progress: Progress) -> None:
        self._web, self._base, self._folder, self._part = web, base, folder, part
        self._progress = progress

    def events(self, since: datetime | None) -> Iterator[Fetched]:
        """Yield pages of events in the five countries, of those new or changed since a time.

        Raises `NotFetched`, `OSError`.
        """
        asked = {"country": "|".join(country.name for country in COUNTRIES.values())}
        yield from self._pages("acled", asked | _since("timestamp", since))

    def deleted(self, since: datetime | None) -> Iterator[Fetched]:
        """Yield pages of events deleted since a time. Raises `NotFetched`, `OSError`."""
        yield from self._pages("deleted", _since("deleted_timestamp", since))

    @cached_property
    def _account(self) -> AuthBase:
        """A token for the account, for one visit."""
        held = acled_account()
        if held is None:
            raise NotFetched(Why.NO_ACCOUNT, self._base)
        address = f"{self._base}/oauth/token"
        form = {"grant_type": "password", "client_id": "acled", "scope": "authenticated"}
        form |= {"username": held[0], "password": held[1]}
        with self._web.ask(Ask(address), {}, form) as answer:
            if answer.status_code in (400, 401):
                raise NotFetched(Why.WRONG_ACCOUNT, address, status=answer.status_code)
            refuse(answer, address)
            try:
                return _Bearer(str(answer.json()["access_token"]))
            except (requests.RequestException, ValueError, KeyError, TypeError) as trouble:
                raise NotFetched(Why.OTHER_LAYOUT, address) from trouble

    def _pages(self, what: str, asked: Mapping[str, str]) -> Iterator[Fetched]:
        """Yield pages until one is empty, or the last one comes again."""
        address, before = f"{self._base}/api/{what}/read", ""
        for page in count(1):
            place = self._folder / f"{what}-{page}.json"
            query = {**asked, "_format": "json", "limit": f"{PAGE}", "page": f"{page}"}
            ask = Ask(address, query, self._account, is_file=False)
            self._web.fetch(ask, place, self._part, Stamp(), self._progress)
            rows = _rows_in(place, address)
            digest = hashlib.sha256(place.read_bytes()).hexdigest()
            if digest == before and rows >= PAGE:
                raise NotFetched(Why.SAME_PAGE, address)
            if not rows or digest == before:
                return
            before = digest
            yield Fetched(place, address, Stamp())


class _Bearer(AuthBase):
    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


def _since(field: str, when: datetime | None) -> dict[str, str]:
    return {field: f"{when.timestamp():.0f}", f"{field}_where": ">="} if when else {}


def _rows_in(page: Path, address: str) -> int:
    """Return how many rows a page of ACLED's API holds. Raises `NotFetched`."""
    file = look_at(page)
    if file.refusal:
        raise NotFetched(Why.REFUSED, address, detail=file.refusal.rule)
    try:
        answer = file.json
    except Unreadable as trouble:
        raise NotFetched(Why.REFUSED, address, detail=trouble.refused.rule) from trouble
    failure = failure_of(answer)
    if failure is not None:
        raise NotFetched(Why.NOT_SUCCESSFUL, address, detail=failure)
    rows = answer.get("data") if isinstance(answer, dict) else None
    if not isinstance(rows, list):
        raise NotFetched(Why.OTHER_LAYOUT, address)
    return len(rows)
