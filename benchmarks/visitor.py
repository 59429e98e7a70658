"""A reader without a browser: a websocket session that speaks Streamlit's protocol.

It opens a page and chooses filters, as the browser would ask for it, and knows
when the server's answer is complete. What the browser does with it is measured
by `benchmarks.screens`.
"""

from __future__ import annotations

from types import TracebackType
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

# Every page of the dashboard: its name, and the last part of its address.
PAGES = {
    "Tổng quan": "",
    "Độ phủ": "coverage",
    "Chứng nhận": "attestations",
    "Đơn vị chậm tiến độ": "laggards",
    "Phát hiện": "findings",
    "Kế hoạch kiểm tra": "inspections",
    "Danh mục": "records",
    "Hồ sơ": "agency",
}
_LARGEST = 200 * 2**20  # bytes of a message: Streamlit's own limit


class Visitor:
    """One session on a server. `async with Visitor(base) as visitor: await visitor.open("/coverage")`."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.query = ""
        self.elements: dict[str, list[str]] = {}  # id of each select box -> its options
        self.figures = 0  # drawn by the last answer
        self.bytes = 0  # of the last answer
        self._page = ""
        self._script = ""
        self._seen: set[str] = set()  # hashes of messages that the server need not send again
        self._known: dict[str, ForwardMsg] = {}
        self._socket: ClientConnection | None = None

    async def __aenter__(self) -> Visitor:
        address = f"ws://{urlsplit(self.base).netloc}/_stcore/stream"
        self._socket = await connect(
            address, subprotocols=[Subprotocol("streamlit")], max_size=_LARGEST, compression=None
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._socket is not None
        await self._socket.close()

    async def open(self, page: str = "", query: str = "") -> None:
        """Open a page by the last part of its address ("" is the first page)."""
        self._page, self._script, self.query = page, "", query
        await self._asked(WidgetStates())

    async def choose(self, key: str, option: int) -> str:
        """Choose an option of the select box whose key begins so; what it says."""
        name = next(name for name in self.elements if f"-{key}-" in name)
        options = self.elements[name]
        chosen = options[option % len(options)]
        states = WidgetStates(widgets=[WidgetState(id=name, string_value=chosen)])
        await self._asked(states)
        return chosen

    async def _asked(self, states: WidgetStates) -> None:
        """Send a rerun, and read until the script has finished it."""
        assert self._socket is not None
        wanted = BackMsg()
        wanted.rerun_script.query_string = self.query
        wanted.rerun_script.page_name = self._page
        wanted.rerun_script.page_script_hash = self._script
        wanted.rerun_script.widget_states.CopyFrom(states)
        wanted.rerun_script.cached_message_hashes.extend(self._seen)
        wanted.rerun_script.context_info.timezone = "Asia/Ho_Chi_Minh"
        wanted.rerun_script.context_info.url = f"{self.base}/{self._page}"
        wanted.rerun_script.context_info.color_scheme = "light"
        await self._socket.send(wanted.SerializeToString())
        self.figures = self.bytes = 0
        while True:
            packed = await self._socket.recv()
            assert isinstance(packed, bytes)
            self.bytes += len(packed)
            if self._finished(packed):
                return

    def _finished(self, packed: bytes) -> bool:
        """Note what a message says; whether it was the last of a run."""
        said = ForwardMsg.FromString(packed)
        kind = said.WhichOneof("type")
        if kind == "ref_hash":
            said = self._known[said.ref_hash]
            kind = said.WhichOneof("type")
        elif said.metadata.cacheable:
            self._seen.add(said.hash)
            self._known[said.hash] = said
        if kind == "new_session":
            self.elements = {}
        elif kind == "navigation":
            self._script = said.navigation.page_script_hash
        elif kind == "page_info_changed":
            self.query = said.page_info_changed.query_string
        elif kind == "delta" and said.delta.WhichOneof("type") == "new_element":
            element = said.delta.new_element
            if element.HasField("exception"):
                raise RuntimeError(f"{element.exception.type}: {element.exception.message}")
            if element.HasField("selectbox"):
                self.elements[element.selectbox.id] = list(element.selectbox.options)
            self.figures += element.HasField("plotly_chart")
        elif kind == "script_finished":
            return True
        return False
