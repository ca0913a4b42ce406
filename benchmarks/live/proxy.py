"""A network that is far away: every byte between browser and server comes later, none is lost, none waits in line."""

import asyncio
import threading
from contextlib import contextmanager


async def _pump(reader, writer, delay):
    loop, queue = asyncio.get_running_loop(), asyncio.Queue()

    async def deliver():
        while (item := await queue.get()) is not None:
            due, data = item
            await asyncio.sleep(max(0.0, due - loop.time()))
            writer.write(data)
        writer.close()

    delivery = asyncio.create_task(deliver())
    try:
        while data := await reader.read(1 << 16):
            queue.put_nowait((loop.time() + delay, data))
    except ConnectionError:
        pass
    queue.put_nowait(None)
    await delivery


@contextmanager
def delaying(port, seconds):
    """A port on this machine that leads to `port`, `seconds` later each way."""
    loop, ready = asyncio.new_event_loop(), threading.Event()
    found = {}
    loop.set_exception_handler(lambda *_: None)  # connections cut off at the end are no news

    async def accept(reader, writer):
        server_reader, server_writer = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.gather(_pump(reader, server_writer, seconds), _pump(server_reader, writer, seconds),
                             return_exceptions=True)

    async def start():
        server = await asyncio.start_server(accept, "127.0.0.1", 0)
        found["port"] = server.sockets[0].getsockname()[1]
        ready.set()

    def run():
        asyncio.set_event_loop(loop)
        loop.create_task(start())
        loop.run_forever()

    threading.Thread(target=run, daemon=True).start()
    ready.wait(10)
    yield found["port"]

    async def end():
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        loop.stop()

    loop.call_soon_threadsafe(lambda: loop.create_task(end()))
