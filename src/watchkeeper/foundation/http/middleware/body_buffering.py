"""Buffering of request bodies."""

from collections import deque

from starlette.types import Message, Receive


async def buffer_body(receive: Receive) -> Receive:
    """Read the whole body, or until the client disconnects; return a `receive` that replays the messages.

    Errors of `receive` propagate.
    """
    messages: deque[Message] = deque()
    is_complete = False
    while not is_complete:
        message = await receive()
        messages.append(message)
        is_complete = not message.get("more_body", False)

    async def replay() -> Message:
        return messages.popleft() if messages else await receive()

    return replay
