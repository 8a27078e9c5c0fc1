"""The open form of one person: typing, saving, and trying again, as `static/js/saver.js` and its neighbours do."""

import asyncio
import json
import re
from collections.abc import Coroutine
from dataclasses import dataclass, field
from html import unescape
from itertools import count
from random import Random
from typing import Any, Final

from reviews.rules.writing import digest
from tests.bench.hammer.client import Client, Reply
from tests.bench.hammer.verdict import Place, Saved, Story
from tests.bench.visitor import CSRF_SECRET, fields_of

SAVE_EVERY: Final = 5.0
JITTER: Final = 1.0
RETRY: Final = (5.0, 10.0, 30.0)
SAVES_IN_ONE_TEXT: Final = 12
INDEX_AFTER: Final = 1.0
PRESENCE_EVERY: Final = 15.0
THINKING: Final = 2.0
LONGEST: Final = 6000  # two who join their texts again and again would double them for ever
OPENING: Final = "mở"
PROBE: Final = "thăm dò"
WORDS: Final = "Kiểm tra, đôn đốc từng tuần; kết quả báo cáo chi bộ."

_PLACES: Final = {
    "presence": re.compile(r'data-presence="([^"]+)"'),
    "asked": re.compile(r'data-asked="([^"]+)"'),
    "index": re.compile(r'id="muc-luc"[^>]* hx-get="([^"]+)"'),
}
_CHOICE: Final = re.compile(r'name="chon" value="([a-z0-9-]+-text:(mine|theirs|join):[0-9a-f]{12})"')


@dataclass
class Tally:
    """What all pages together have to tell."""

    stories: dict[Place, Story] = field(default_factory=dict)
    confirmed: int = 0
    conflicts: int = 0
    with_oneself: int = 0
    refused: dict[str, int] = field(default_factory=dict)

    def refuse(self, why: str) -> None:
        """Count a save that the site answered without storing or showing a conflict."""
        self.refused[why] = self.refused.get(why, 0) + 1


class Page:
    """One person at one form."""

    def __init__(self, client: Client, tally: Tally, writer: dict[str, Any]) -> None:
        self.client, self.tally = client, tally
        self.name, self.review = writer["name"], writer["review"]
        self.first, self.step = writer["first"], writer["step"]
        self.cookies = {**writer["cookies"], writer["csrf_cookie"]: CSRF_SECRET}
        self.path = f"/kiem-diem/{self.review}/sua/"
        self.random = Random(f"{self.name} {self.review}")
        self.marks = count(1)
        self.failures = 0
        self.dirty: set[str] = set()
        self.in_doubt: dict[str, tuple[str, str]] = {}  # sent and not answered: it goes once more as it was
        self.open_fates: set[str] = set()  # digests of texts whose save was not answered
        self.asides: set[asyncio.Task[None]] = set()

    # --- opening ----------------------------------------------------------------------------------------------------

    async def open(self) -> None:
        """Load the form and learn its texts and tokens; the run stops where there is none to type in."""
        reply = await self.client.send(OPENING, self.path, self.cookies)
        if reply is None or reply.status != 200:
            raise SystemExit(f"{self.name} không mở được {self.path} ({reply.status if reply else 'không trả lời'}).")
        fields = fields_of(reply.body, "ban-kiem-diem")
        rows = [name.removesuffix("-text") for name in fields if re.fullmatch(r"answer-\d+-\d+-text", name)]
        self.rows = rows[self.first :: self.step]
        self.texts = {row: fields[f"{row}-text"][0] for row in self.rows}
        self.stored = dict(self.texts)
        self.hints = {row: "" for row in self.rows if f'id="{row}-text-nhac"' not in reply.body}
        self.tokens = {row: fields[f"{row}-token"][0] for row in self.rows}
        self.links = {
            name: unescape(found[1]) for name, place in _PLACES.items() if (found := place.search(reply.body))
        }
        if not self.rows or "index" not in self.links:
            raise SystemExit(f"{self.path} đã khác trước, hãy sửa tests/bench/hammer: {rows}, {self.links}")

    @property
    def may_meet_others(self) -> bool:
        """Whether the form is one that several people write."""
        return "presence" in self.links

    # --- typing -----------------------------------------------------------------------------------------------------

    async def type_until(self, end: float) -> None:
        """Write on and save every few seconds; the clock is that of the event loop."""
        now = asyncio.get_running_loop().time
        presence = asyncio.create_task(self._stay_present())
        await asyncio.sleep(self.random.uniform(0, SAVE_EVERY))
        for turn in count(self.random.randrange(SAVES_IN_ONE_TEXT)):  # they do not all go on to the next text at once
            if now() >= end:
                break
            row = self.rows[turn // SAVES_IN_ONE_TEXT % len(self.rows)]
            self.texts[row] += f" {WORDS} [{self.name} {next(self.marks)}]"
            self.dirty.add(row)
            stored = await self._flush()
            pause = SAVE_EVERY + self.random.uniform(-JITTER, JITTER)
            await asyncio.sleep(pause if stored else RETRY[min(self.failures, len(RETRY)) - 1])
        presence.cancel()
        await asyncio.gather(presence, *self.asides, return_exceptions=True)

    async def finish(self) -> bool:
        """Save what is still open, as a page that nobody types in any more; whether everything is stored."""
        for _ in RETRY:
            if not self.dirty or await self._flush():
                break
            await asyncio.sleep(RETRY[0])
        return not self.dirty

    async def _flush(self) -> bool:
        """Send every text that is not stored; False where there was no answer."""
        for row in sorted(self.dirty):
            pressed = ""
            while row in self.dirty:
                button = await self._send(row, pressed)
                if button is None:
                    self.failures += 1
                    return False
                if pressed := button:
                    await asyncio.sleep(THINKING)
        self.failures = 0
        return True

    async def _send(self, row: str, pressed: str) -> str | None:
        """One save; the button that is pressed next where somebody else wrote too, None where there was no answer."""
        text, token = (not pressed and self.in_doubt.get(row)) or (self.texts[row], self.tokens[row])
        section = row.split("-")[1]
        data = {"dang": "json", f"{row}-token": token, f"{row}-text": text}
        if self.may_meet_others:
            data |= {"muc": section, "luu": section}
        if pressed:
            data["chon"] = pressed
        reply = await self._post("lưu", self.path, data)
        told = self._read(reply)
        if told is None:
            self.story(row).unanswered.append(text)
            self.open_fates.add(digest(text))
            self.in_doubt.setdefault(row, (text, token))
            return None
        self.in_doubt.pop(row, None)
        self.tokens[row] = told["tokens"].get(row, token)
        if self._moves_marks(row, text, told):
            self._aside(self._ask_for_index())
        if clash := told["clashes"].get(f"{row}-text"):
            return self._choose({choice: button for button, choice in _CHOICE.findall(clash)}, text)
        if text == self.texts[row]:
            self.dirty.discard(row)
        if f"{row}-text" in told["refusals"] or row in told["gone"]:
            self.tally.refuse("ô bị từ chối")
            return ""
        self.tally.confirmed += 1
        if pressed:
            self.texts[row] = text = told["values"][f"{row}-text"]
        self._note(row, text, token, pressed)
        return ""

    def _moves_marks(self, row: str, text: str, told: dict[str, Any]) -> bool:
        """As the page's script: only first words, other hints or a settled conflict have the index made anew."""
        stored, self.stored[row] = self.stored[row], text
        hints = told["hints"].get(f"{row}-text", "")
        hints_before = self.hints.get(row)
        self.hints[row] = hints
        return bool(told["values"]) or bool(stored.strip()) != bool(text.strip()) or hints != hints_before

    def _read(self, reply: Reply | None) -> dict[str, Any] | None:
        """What the page can use of an answer; everything else bars the save and is counted."""
        if reply is None:
            return None
        if reply.status not in (200, 422):
            self.tally.refuse(f"trả lời {reply.status}")
            return None
        told: dict[str, Any] = json.loads(reply.body)
        if "at" not in told:
            self.tally.refuse(str(told.get("sentence")))
            return None
        return told

    def _choose(self, choices: dict[str, str], text: str) -> str:
        """The own words where they met only themselves; else as it falls."""
        self.tally.conflicts += 1
        theirs = choices["mine"].rpartition(":")[2]
        if theirs in self.open_fates:
            self.tally.with_oneself += 1
            return choices["mine"]
        return choices[self.random.choice(["mine", "theirs", "join" if len(text) < LONGEST else "theirs"])]

    def _note(self, row: str, text: str, token: str, pressed: str) -> None:
        """Keep what was confirmed, and what this person had been shown of the text that it took the place of."""
        version = int(self.tokens[row].split(".")[0])
        shown = pressed.rpartition(":")[2] or token.split(".")[1]
        shown_version = -1 if pressed else int(token.split(".", maxsplit=1)[0])
        if ":theirs:" not in pressed:
            self.story(row).saved.append(Saved(self.name, version, text, shown, shown_version))

    def story(self, row: str) -> Story:
        """What is known of this text of the form."""
        return self.tally.stories.setdefault((self.review, row), Story())

    # --- beside the typing ------------------------------------------------------------------------------------------

    async def _post(self, what: str, path: str, data: dict[str, str]) -> Reply | None:
        return await self.client.send(what, path, self.cookies, {"csrfmiddlewaretoken": CSRF_SECRET, **data})

    async def is_answered(self) -> bool:
        """Whether the site is there again, asked by one more look at the index."""
        reply = await self.client.send(PROBE, self.links["index"], self.cookies)
        return reply is not None and reply.status == 200

    async def _ask_for_index(self) -> None:
        await asyncio.sleep(INDEX_AFTER)
        await self.client.send("mục lục", self.links["index"], self.cookies)

    async def _stay_present(self) -> None:
        """Tell and ask who is there; only the form of a collective has several writers."""
        if not self.may_meet_others:
            return
        asked = self.links["asked"]
        await asyncio.sleep(self.random.uniform(0, PRESENCE_EVERY))
        while True:
            reply = await self._post("có mặt", self.links["presence"], {"muc": "", "tu": asked})
            if reply is not None and reply.status == 200:
                asked = json.loads(reply.body).get("at", asked)
            await asyncio.sleep(PRESENCE_EVERY)

    def _aside(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self.asides.add(task)
        task.add_done_callback(self.asides.discard)
