"""Bodies that are read before anybody asks for them."""

from collections import deque

from starlette.types import Message, Receive


async def buffer_body(receive: Receive) -> Receive:
    """Wait until a body has come, or its client has left; return what gives the same messages again.

    Raises what `receive` raises.
    """
    messages: deque[Message] = deque()
    is_complete = False
    while not is_complete:
        message = await receive()
        messages.append(message)
        is_complete = not message.get("more_body", False)

    async def receive_again() -> Message:
        return messages.popleft() if messages else await receive()

    return receive_again
