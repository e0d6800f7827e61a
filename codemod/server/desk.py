"""What is being worked on: when it is looked at, verified, and told.

A file is looked at as soon as its text rests for a moment, beside others as they were.
When it rests for longer, all are looked at as they are then, and what is to be
rewritten is verified. What was found for one text is never told of another.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..engine.session import Session
from ..engine.view import Checked, Fixed, View
from ..model import Finding
from .buffers import Opened
from .hover import Drawn, drawn_in
from .verifying import Verifying

MOMENT = 0.03
"""Seconds without a change until a file is looked at."""
REST = 0.5
"""Seconds until the trees are read anew, and rewrites are verified."""
LARGE = 2**17
"""Characters of a file that is looked at when it rests, and not before."""

OnTold = Callable[[Opened, Checked], None]


@dataclass(slots=True)
class Known:
    """What is known of a file for one text.

    Attributes:
        text: what it said.
        checked: what was found.
        fixing: what verifies it, since somebody asked.
        fixed: the same, verified; None until it is.
        drawn: its learning rates, where somebody asked.
    """

    text: str
    checked: Checked
    fixing: asyncio.Task[Fixed] | None = None
    fixed: Fixed | None = None
    drawn: Sequence[Drawn] | None = None

    @property
    def may_be_fixed(self) -> bool:
        """Whether there is a rewrite to verify."""
        return any(one.fix is not None for one in self.checked.findings)

    @property
    def findings(self) -> Sequence[Finding]:
        """The findings, with what is known of each by now."""
        known = self.fixed.findings if self.fixed is not None else ()
        by_place = {(*one.sort_key, one.message): one for one in known}
        found = self.checked.findings
        return [by_place.get((*one.sort_key, one.message), one) for one in found]


class Desk:
    """All files that are open.

    Args:
        verifying: verifies their rewrites.
        on_told: is given each file with what there is to tell of it.

    Attributes:
        session: looks at them.
        opened: they, by what the editor calls each.
    """

    def __init__(self, verifying: Verifying, on_told: OnTold) -> None:
        self.session = Session()
        self._verifying = verifying
        self._on_told = on_told
        self.opened: dict[str, Opened] = {}
        self._known: dict[Opened, Known] = {}
        self._timers: dict[Opened, asyncio.TimerHandle] = {}
        self._rest: asyncio.TimerHandle | None = None
        self._tasks: set[asyncio.Task[Any]] = set()
        self._reading = asyncio.Lock()
        self._is_read = False

    @property
    def folders(self) -> list[str]:
        """The folders that are worked in."""
        return [str(folder) for folder in self.session.folders]

    def changed(self, opened: Opened) -> None:
        """Look at a file, soon, that was opened or changed."""
        text = opened.text
        self.session.change(opened.path, text)
        self._verifying.tell(opened.path, text)
        self._cancel(opened)
        if self._is_read and len(text) < LARGE:
            loop = asyncio.get_running_loop()
            self._timers[opened] = loop.call_later(MOMENT, self.look, opened)
        self.rest(REST if self._is_read else 0)

    def closed(self, opened: Opened) -> None:
        """Take what is on disk for what a file says from now on."""
        self._cancel(opened)
        self._known.pop(opened, None)
        self.session.forget(opened.path)
        self._verifying.tell(opened.path, None)
        self.rest(REST)

    def changed_on_disk(self) -> None:
        """Read anew what is on disk; what is open stays as the editor has it."""
        self.session.read_anew()
        self._verifying.read_anew()
        self.rest(REST)

    def look(self, opened: Opened) -> Known:
        """Look at a file as it is now, and tell what was found.

        What is known of a large one is of the text that rested last.
        """
        text = opened.text
        known = self._known.get(opened)
        if known is None or (known.text != text and len(text) < LARGE):
            known = self._take(opened, text, self.session.check(opened.path, text))
        return known

    def _is_outdated(self, opened: Opened) -> bool:
        """Whether a file says a word of the rules, and is to be looked at anew."""
        stale = self.session.is_stale_for(opened.path) or self._waits(opened)
        return stale and self.session.view.speaks(opened.text)

    def _waits(self, opened: Opened) -> bool:
        """Whether a large file was not looked at as it is."""
        known, text = self._known.get(opened), opened.text
        return len(text) >= LARGE and (known is None or known.text != text)

    def is_open(self, opened: Opened) -> bool:
        """Whether a file is still open."""
        return self.opened.get(opened.uri) is opened

    def drawn(self, opened: Opened) -> Sequence[Drawn]:
        """Return the learning rates of a file as it is now."""
        known = self.look(opened)
        if known.drawn is None:
            known.drawn = drawn_in(self.session.view, opened.path, known.text)
        return known.drawn

    async def fixed(self, opened: Opened) -> tuple[Known, Fixed]:
        """Return what is known of a file as it is now, once it is verified."""
        known = self.look(opened)
        if known.fixing is None:
            asked = self._verifying.fixed(self.folders, opened.path, known.text)
            known.fixing = asyncio.get_running_loop().create_task(asked)
        fixed = await asyncio.shield(known.fixing)
        if known.fixed is None:
            known.fixed = fixed
            if self._known.get(opened) is known and opened.text == known.text:
                self._tell(opened, known)
        return known, fixed

    def rest(self, seconds: float) -> None:
        """Read all anew when nothing changes for some time."""
        if self._rest is not None:
            self._rest.cancel()
        loop = asyncio.get_running_loop()
        self._rest = loop.call_later(seconds, self._start, self._settled)

    def stop(self) -> None:
        """End all that is waited for."""
        for timer in (*self._timers.values(), *([self._rest] if self._rest else ())):
            timer.cancel()
        for task in self._tasks:
            task.cancel()
        self._verifying.stop()

    def _start(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        task = asyncio.get_running_loop().create_task(work())
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.result()  # what it raised is the loop's to tell

    async def _settled(self) -> None:
        """Look at all files beside one another as they are now, then verify."""
        async with self._reading:
            outdated = map(self._is_outdated, self.opened.values())
            if not self._is_read or any(outdated):
                texts = {one: one.text for one in self.opened.values()}
                view = self.session.begun()
                found = await asyncio.to_thread(_all_checked, view, texts)
                self.session.take(view)
                self._is_read = True
                for opened, checked in found.items():
                    if self.is_open(opened) and opened.text == texts[opened]:
                        self._take(opened, texts[opened], checked)
        for opened in [*self.opened.values()]:
            if self.is_open(opened) and self.look(opened).may_be_fixed:
                await self.fixed(opened)

    def _take(self, opened: Opened, text: str, checked: Checked) -> Known:
        before = self._known.get(opened)
        self._known[opened] = known = Known(text, checked)
        if checked.broken and before is not None:
            known.checked = Checked(broken=True)
            return known  # what was told last stays, until it can be read again
        self._tell(opened, known)
        return known

    def _tell(self, opened: Opened, known: Known) -> None:
        problems = known.checked.problems
        self._on_told(opened, Checked(known.findings, problems))

    def _cancel(self, opened: Opened) -> None:
        timer = self._timers.pop(opened, None)
        if timer is not None:
            timer.cancel()


def _all_checked(view: View, texts: Mapping[Opened, str]) -> dict[Opened, Checked]:
    return {one: view.check(one.path, text) for one, text in texts.items()}
