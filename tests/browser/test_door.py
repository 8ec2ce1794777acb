"""The door by itself, spoken to over loopback sockets as a browser does, and as a stranger would."""

import asyncio
import base64
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import pytest

from harness.browser.door import Door, Refused
from harness.browser.names import Host, Names, Patience, is_public
from harness.browser.options import NetworkPolicy, Upstream

OPEN = NetworkPolicy(allow_private=True)


@asynccontextmanager
async def far_server(answer: bytes) -> AsyncIterator[tuple[int, list[bytes]]]:
    """A server that keeps the heads it was sent and answers each with the same bytes."""
    heads: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heads.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(answer)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1], heads


async def asked(door: Door, request: str, *, secret: bool = True) -> bytes:
    """All that the door answers to one request."""
    token = base64.b64encode(f"{door.user}:{door.password}".encode()).decode()
    head = request + "\r\n" + (f"Proxy-Authorization: Basic {token}\r\n" if secret else "") + "\r\n"
    reader, writer = await asyncio.open_connection("127.0.0.1", int(door.address.rpartition(":")[2]))
    writer.write(head.encode())
    async with asyncio.timeout(10):
        answer = await reader.read()
    writer.close()
    return answer


def run(story: Callable[[], Awaitable[None]]) -> None:
    asyncio.run(story())  # type: ignore[arg-type]


def test_a_plain_request_is_carried_without_our_secret_and_one_to_a_connection() -> None:
    async def story() -> None:
        async with (
            far_server(b"HTTP/1.1 200 OK\r\nConnection: keep-alive\r\n\r\nhello") as (port, heads),
            Door.opened(OPEN, Names(), lambda kind, detail: None) as door,
        ):
            answer = await asked(
                door, f"GET http://127.0.0.1:{port}/a?b=c HTTP/1.1\r\nHost: x\r\nConnection: keep-alive"
            )

        assert answer.endswith(b"\r\n\r\nhello")
        assert b"keep-alive" not in answer
        assert heads[0].startswith(b"GET /a?b=c HTTP/1.1\r\n")
        assert b"Proxy-" not in heads[0]
        assert b"keep-alive" not in heads[0]

    run(story)


def test_a_tunnel_carries_bytes_both_ways() -> None:
    async def story() -> None:
        async with (
            far_server(b"from beyond") as (port, _),
            Door.opened(OPEN, Names(), lambda kind, detail: None) as door,
        ):
            reader, writer = await asyncio.open_connection("127.0.0.1", int(door.address.rpartition(":")[2]))
            token = base64.b64encode(f"{door.user}:{door.password}".encode()).decode()
            writer.write(f"CONNECT 127.0.0.1:{port} HTTP/1.1\r\nProxy-Authorization: Basic {token}\r\n\r\n".encode())
            first = await reader.readuntil(b"\r\n\r\n")
            writer.write(b"anything\r\n\r\n")
            rest = await reader.read()
            writer.close()

        assert first.startswith(b"HTTP/1.1 200")
        assert rest == b"from beyond"

    run(story)


def test_a_stranger_without_the_secret_is_let_nowhere() -> None:
    async def story() -> None:
        async with (
            far_server(b"HTTP/1.1 200 OK\r\n\r\n") as (port, heads),
            Door.opened(OPEN, Names(), lambda kind, detail: None) as door,
        ):
            answer = await asked(door, f"GET http://127.0.0.1:{port}/ HTTP/1.1", secret=False)

        assert answer.startswith(b"HTTP/1.1 407")
        assert heads == []

    run(story)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0177.0.0.1", "0x7f.1", "localhost", "169.254.169.254",
     "10.1.2.3", "192.168.0.1", "100.64.0.1", "0.0.0.0", "[fe80::1]", "[fd00::1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]"],
)  # fmt: skip
def test_a_private_address_is_refused_in_every_spelling(host: str) -> None:
    events: list[tuple[str, str]] = []

    async def story() -> None:
        async with Door.opened(NetworkPolicy(), Names(), lambda kind, detail: events.append((kind, detail))) as door:
            answer = await asked(door, f"CONNECT {host}:80 HTTP/1.1")

        assert answer.startswith(b"HTTP/1.1 502")

    run(story)
    assert [kind for kind, _ in events] == ["refused"]
    assert events[0][1].split()[0] in {"address_refused", "unknown_host"}


def test_a_source_on_loopback_opens_its_own_origin_and_no_other() -> None:
    async def story() -> None:
        async with Door.opened(NetworkPolicy(), Names(), lambda kind, detail: None, [("127.0.0.1", 8080)]) as door:
            assert await door.admit("127.0.0.1", 8080) == ("127.0.0.1",)
            for host, port in (("127.0.0.1", 8081), ("localhost", 8080)):
                with pytest.raises(Refused):
                    await door.admit(host, port)

    run(story)


def test_a_private_address_that_is_not_loopback_is_refused_even_as_the_source() -> None:
    async def story() -> None:
        async with Door.opened(NetworkPolicy(), Names(), lambda kind, detail: None, [("10.0.0.1", 80)]) as door:
            with pytest.raises(Refused):
                await door.admit("10.0.0.1", 80)

    run(story)


def test_a_name_with_one_private_address_among_public_ones_is_refused() -> None:
    assert not Host(("93.184.216.34", "127.0.0.1")).public
    assert Host(("93.184.216.34",)).public
    assert not is_public("::ffff:10.0.0.1")
    assert not is_public("224.0.0.1")


def test_hosts_that_the_user_refuses_are_refused_with_all_below_them() -> None:
    async def story() -> None:
        policy = NetworkPolicy(allow_private=True, refused_hosts=("track.test",), allowed_hosts=("test", "127.0.0.1"))
        async with Door.opened(policy, Names(), lambda kind, detail: None) as door:
            assert await door.admit("127.0.0.1", 80)
            for host in ("track.test", "cdn.track.test", "example.org"):
                with pytest.raises(Refused) as refused:
                    await door.admit(host, 80)
                assert refused.value.reason == "host_refused"

    run(story)


def test_a_shut_door_lets_nothing_out() -> None:
    async def story() -> None:
        async with (
            far_server(b"HTTP/1.1 200 OK\r\n\r\n") as (port, heads),
            Door.opened(OPEN, Names(), lambda kind, detail: None, shut=True) as door,
        ):
            await asked(door, f"GET http://127.0.0.1:{port}/ HTTP/1.1")

        assert heads == []

    run(story)


def test_a_name_is_looked_up_once_and_keeps_its_answer() -> None:
    async def story() -> None:
        names = Names()
        first = await names.find("localhost")

        assert first.addresses
        assert await names.find("LOCALHOST.") is first

    run(story)


def test_a_page_that_has_no_patience_left_gets_an_empty_host_at_once() -> None:
    async def story() -> None:
        found = await Names().find("name-that-nobody-has.invalid", Patience(0.0))

        assert found.addresses == ()

    run(story)


def test_an_upstream_proxy_gets_the_whole_address_and_its_own_credentials() -> None:
    async def story() -> None:
        async with far_server(b"HTTP/1.1 200 OK\r\n\r\nvia") as (port, heads):
            policy = NetworkPolicy(allow_private=True, upstream=Upstream.of(f"http://me:word@127.0.0.1:{port}"))
            async with Door.opened(policy, Names(), lambda kind, detail: None) as door:
                answer = await asked(door, "GET http://127.0.0.1:81/x HTTP/1.1\r\nHost: x")

        assert answer.endswith(b"via")
        assert heads[0].startswith(b"GET http://127.0.0.1:81/x HTTP/1.1\r\n")
        assert b"Proxy-Authorization: Basic " + base64.b64encode(b"me:word") in heads[0]

    run(story)


def test_a_visit_that_carries_too_much_is_cut_and_says_so() -> None:
    events: list[str] = []

    async def story() -> None:
        policy = NetworkPolicy(allow_private=True, visit_bytes=10_000)
        async with (
            far_server(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 500_000) as (port, _),
            Door.opened(policy, Names(), lambda kind, detail: events.append(kind)) as door,
        ):
            answer = await asked(door, f"GET http://127.0.0.1:{port}/ HTTP/1.1")

        assert len(answer) < 500_000

    run(story)
    assert "limit" in events


@pytest.mark.parametrize(
    "answer", [b"HELLO\r\n\r\n", b"\r\n\r\n", b"HTTP/1.1\r\n\r\n", b"HTTP/1.1 abc OK\r\n\r\n", b"SSH-2.0-x y\r\n\r\n"]
)
def test_a_server_that_speaks_no_http_is_refused_and_told(answer: bytes) -> None:
    said: list[tuple[str, str]] = []

    async def story() -> None:
        async with (
            far_server(answer) as (port, _),
            Door.opened(OPEN, Names(), lambda kind, detail: said.append((kind, detail))) as door,
        ):
            assert await asked(door, f"GET http://127.0.0.1:{port}/ HTTP/1.1\r\nHost: x") == b""

    run(story)

    assert [kind for kind, _ in said] == ["refused"]
    assert said[0][1].startswith("bad_response http://127.0.0.1:")


def test_a_refusal_is_a_plain_exception() -> None:
    refused = Refused("unreachable")

    assert (str(refused), refused.reason) == ("unreachable", "unreachable")
    with pytest.raises(Refused), suppress(ValueError):  # its traceback can be set, as every exception's must
        raise refused.with_traceback(None)
