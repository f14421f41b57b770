"""The REST client against a real server: redirects, pages, refusals, limits, and where the token goes."""

from __future__ import annotations

import time

import pytest

from govml.forge.rest import ATTEMPTS, MAX_WAIT, Api, ApiError, TransientError, retried
from govml.model import GovmlError, UsageError
from tests.forge.server import TOKEN, GitHub, Said, github

COMMENTS = "repos/o/r/issues/7/comments"


def refused(api: Api, status: type[GovmlError] = ApiError) -> GovmlError:
    with pytest.raises(status) as caught:
        api.request("GET", COMMENTS + "?per_page=100")
    assert TOKEN not in f"{caught.value} {caught.value.hint}"
    return caught.value


def test_a_list_is_read_to_its_last_page(hub: GitHub, api: Api) -> None:
    for number in range(7):
        hub.add(str(number))
    hub.page = 3
    assert [item["body"] for item in api.items(f"{COMMENTS}?per_page=100")] == list("0123456")
    assert len(hub.seen) == 3
    assert set(hub.tokens) == {f"Bearer {TOKEN}"}


def test_an_api_below_a_path_keeps_it(hub: GitHub) -> None:
    hub.prefix = "/api/v3"
    hub.add("x")
    assert len(list(Api(f"{hub.url}/api/v3", TOKEN).items(f"{COMMENTS}?per_page=1"))) == 1


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_within_the_host_is_followed_verbatim(hub: GitHub, api: Api, status: int) -> None:
    hub.next = [Said(status, headers={"Location": f"{hub.url}/{COMMENTS}"})]
    assert api.request("POST", "repos/o/old-name/issues/7/comments", {"body": "b"}).status == 201
    assert hub.bodies() == ["b"]
    assert [method for method, _ in hub.seen] == ["POST", "POST"]


def test_no_other_host_is_asked_whatever_redirects_and_links_say(hub: GitHub, api: Api) -> None:
    with github() as other:
        hub.next = [Said(302, headers={"Location": f"{other.url}/{COMMENTS}?per_page=1"})]
        assert "leads to 127.0.0.1" in str(refused(api))
        hub.next = [Said(200, headers={"Link": f'<{other.url}/{COMMENTS}>; rel="next"'}, body=[])]
        with pytest.raises(ApiError):
            list(api.items(COMMENTS))
        assert other.seen == []


def test_redirects_in_a_circle_end(hub: GitHub, api: Api) -> None:
    hub.next = [Said(302, headers={"Location": "/" + COMMENTS})] * 20
    assert "redirects more than" in str(refused(api))


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 422])
def test_a_refusal_says_what_github_says(hub: GitHub, api: Api, status: int) -> None:
    body = {"message": "Nope", "errors": [{"code": "custom", "message": "body is too long"}, {"code": "missing"}, "x"]}
    hub.next = [Said(status, body=body)]
    error = refused(api)
    assert isinstance(error, ApiError)
    assert error.status == status
    assert str(error).endswith(f"answered {status} to GET /{COMMENTS}: Nope; body is too long; missing; x")


def test_answers_that_are_no_json_or_no_list_are_refused(hub: GitHub, api: Api) -> None:
    hub.next = [Said(200, body={"a": 1})]
    with pytest.raises(ApiError, match="gave no list"):
        list(api.items(COMMENTS))


@pytest.mark.parametrize("status", [403, 429])
def test_a_rate_limit_says_when_to_ask_again(hub: GitHub, api: Api, status: int) -> None:
    hub.next = [Said(status, "You have exceeded a secondary rate limit", {"Retry-After": "7"})]
    error = refused(api, TransientError)
    assert isinstance(error, TransientError)
    assert error.wait == 7
    reset = str(int(time.time()) + 20)
    hub.next = [Said(status, "API rate limit", {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": reset})]
    error = refused(api, TransientError)
    assert isinstance(error, TransientError)
    assert 15 < error.wait <= 21


def test_what_fails_for_a_moment_is_tried_again_with_more_patience(hub: GitHub, api: Api) -> None:
    waited: list[float] = []
    hub.next = [Said(502, "Bad gateway"), Said(0, hang_up=True), Said(503, "Down", {"Retry-After": "9"})]
    assert retried(lambda: api.request("GET", f"{COMMENTS}?per_page=1").status, waited.append) == 200
    assert waited == [1, 2, 9]


def test_patience_has_an_end(hub: GitHub, api: Api) -> None:
    waited: list[float] = []
    hub.next = [Said(500, "Oops")] * 10
    with pytest.raises(TransientError, match="answered 500"):
        retried(lambda: api.request("GET", COMMENTS), waited.append)
    assert len(hub.seen) == ATTEMPTS
    assert waited == [1, 2, 4]
    hub.next = [Said(429, "Later", {"Retry-After": str(int(MAX_WAIT) + 1)})]
    with pytest.raises(TransientError, match="rate limit"):
        retried(lambda: api.request("GET", COMMENTS), waited.append)
    assert len(waited) == 3


def test_a_server_that_is_gone_is_a_plain_sentence(hub: GitHub) -> None:
    with github() as gone:
        url = gone.url
    error = refused(Api(url, TOKEN), TransientError)
    assert "can't be reached: Connection refused" in str(error)


@pytest.mark.parametrize(
    "url", ["http://github.example/api", "ftp://127.0.0.1", "https://", "https://a@github.example", "", "x"]
)
def test_a_token_is_not_sent_where_others_see_it(url: str) -> None:
    with pytest.raises(UsageError):
        Api(url, TOKEN)


@pytest.mark.parametrize("token", ["", " ", "a b", "a\nX-Other: b", "ä"])
def test_what_is_no_token_is_not_told(token: str) -> None:
    with pytest.raises(UsageError) as caught:
        Api("https://api.github.com", token)
    assert str(caught.value) == "GITHUB_TOKEN holds no token"
