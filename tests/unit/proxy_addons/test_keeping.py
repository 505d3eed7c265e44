"""Jobs beside the event loop, which goes on meanwhile."""

import asyncio
import threading

import pytest

from proxy_addons import keeping as keeping_module
from proxy_addons.keeping import Keeping, settled


async def test_the_loop_goes_on_while_a_job_is_done() -> None:
    keeping, go = Keeping(), threading.Event()
    job = asyncio.create_task(keeping.done(lambda: go.wait(10)))
    await asyncio.sleep(0)
    go.set()
    assert await job is True


async def test_what_a_job_raises_comes_to_the_hook() -> None:
    with pytest.raises(ZeroDivisionError):
        await Keeping().done(lambda: 1 // 0)


def test_what_came_of_a_job_is_told_as_often_as_it_is_asked_and_the_job_done_once() -> None:
    asked: list[str] = []
    told, failed = settled(lambda: asked.append("job")), settled(lambda: 1 // 0)
    assert (told(), told(), asked) == (None, None, ["job"])
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            failed()


async def test_the_end_waits_for_every_hook_also_for_one_that_nobody_waits_for() -> None:
    keeping, go, told = Keeping(), threading.Event(), list[str]()

    async def hook() -> None:
        await keeping.done(lambda: go.wait(10))
        told.append("kept")

    waiting = asyncio.create_task(keeping.see_through(hook()))
    await asyncio.sleep(0.01)
    waiting.cancel()
    assert keeping.busy
    asyncio.get_running_loop().call_later(0.01, go.set)
    await keeping.finish(10)
    assert (told, keeping.busy) == (["kept"], False)


async def test_an_end_that_takes_a_while_is_told_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(keeping_module, "_SOON", 0.01)
    keeping, go = Keeping(), threading.Event()

    async def hook() -> None:
        await keeping.done(lambda: go.wait(10))

    waiting = asyncio.create_task(keeping.see_through(hook()))
    asyncio.get_running_loop().call_later(0.1, go.set)
    await asyncio.sleep(0)
    await keeping.finish(10)
    await waiting
    assert caplog.messages == ["keeping what was under way, which may take up to 10 s"]


async def test_the_end_comes_all_the_same_when_a_job_never_ends() -> None:
    keeping, go = Keeping(), threading.Event()

    async def hook() -> None:
        await keeping.done(lambda: go.wait(10))

    waiting = asyncio.create_task(keeping.see_through(hook()))
    await asyncio.sleep(0.01)
    await keeping.finish(0.01)
    assert keeping.busy
    go.set()
    keeping.wait()
    await waiting
