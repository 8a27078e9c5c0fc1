"""One person at a browser without JavaScript: reads the page, follows its links, fills its forms, presses its buttons.

Nothing is sent that the page does not offer: a form goes out with all its fields as they stand (hidden ones, tokens, what
was chosen before), so a field that a template forgets is missing here as it would be in a browser.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

import lxml.html
from django.test import Client

from tests.factories.organisation import PASSWORD

MOST_REDIRECTS = 5


def words(node: Any) -> str:
    """The text of a node with white space folded."""
    return " ".join(node.text_content().split())


@dataclass
class Answer:
    """What the server sent last."""

    url: str
    status: int
    body: bytes
    headers: Any
    tree: Any = None

    @property
    def text(self) -> str:
        """All words of the page's main part."""
        main = self.tree.xpath("//main")
        return words(main[0] if main else self.tree)


@dataclass
class Visitor:
    """`open`, `follow`, `fill`, `choose`, `tick`, `press`; `page` is what is on screen."""

    username: str
    client: Client = field(default_factory=lambda: Client(enforce_csrf_checks=True))
    page: Answer = field(init=False)

    @classmethod
    def logged_in(cls, username: str, password: str = PASSWORD) -> Visitor:
        """Through the log-in page, as everybody."""
        visitor = cls(username)
        visitor.open("/dang-nhap/")
        visitor.fill("Tên đăng nhập", username)
        visitor.fill("Mật khẩu", password)
        visitor.press("Đăng nhập")
        return visitor

    # --- going somewhere ---

    def open(self, address: str, status: int = 200) -> Answer:
        """Type an address, follow where it leads, and expect this status at the end."""
        target = urljoin(self.page.url, address) if hasattr(self, "page") else address
        return self._arrive(self.client.get(_path_of(target)), target, status)

    def status_of(self, address: str) -> int:
        """What the server answers to this address, without leaving the page."""
        return int(self.client.get(address).status_code)

    def follow(self, link: str, within: str = "", status: int = 200) -> Answer:
        """Click the one link whose words contain `link` (an exact match wins)."""
        links = [a for a in self._scope(within).xpath(".//a[@href]") if link in words(a)]
        exact = [a for a in links if words(a) == link]
        targets = {a.get("href") for a in (exact or links)}
        assert len(targets) == 1, f"{self._where()}: {len(targets)} links {link!r}: {sorted(targets)}"
        return self.open(targets.pop(), status)

    # --- the page ---

    def sees(self, *sentences: str) -> bool:
        """Whether all of these words stand on the page."""
        return all(sentence in self.page.text for sentence in sentences)

    def notice(self) -> str:
        """What the page reports after something was done."""
        return " ".join(words(node) for node in self.page.tree.xpath("//*[@id='thong-bao']"))

    def refusals(self) -> list[str]:
        """The sentences of the summary on top of the page."""
        return [words(node) for node in self.page.tree.xpath("//*[contains(@class,'error-summary')]//li")]

    def refusal(self) -> str:
        """The whole summary on top of the page."""
        return " ".join(words(node) for node in self.page.tree.xpath("//*[contains(@class,'error-summary')]"))

    def ids(self, beginning: str, within: str = "") -> list[str]:
        """The ids on the page that begin like this and go on with nothing but digits, in reading order."""
        found = self._scope(within).xpath(".//*[@id]/@id")
        return [one for one in found if one.startswith(beginning) and one[len(beginning) :].isdigit()]

    def buttons(self) -> dict[str, bool]:
        """The words of every button in the main part, and whether it can be pressed."""
        return {words(b): b.get("disabled") is None for b in self.page.tree.xpath("//main//button")}

    # --- forms ---

    def control(self, label: str, within: str = "") -> Any:
        """The one control with this label, `(nếu có)` left aside, or with this name."""
        scope = self._scope(within)
        named = scope.xpath(f".//*[@name={label!r}][not(@type='hidden')]")
        if named:
            return named[0]
        found = []
        for node in scope.xpath(".//label"):
            if words(node).removesuffix("(nếu có)").strip() == label:
                inner = node.xpath(".//input|.//select|.//textarea")
                found += inner or self.page.tree.xpath(f"//*[@id={node.get('for')!r}]")
        assert len(found) == 1, f"{self._where()}: {len(found)} controls labelled {label!r} in {within or 'the page'}"
        return found[0]

    def fill(self, label: str, value: str, within: str = "") -> None:
        """Type into a line or a text area."""
        node = self.control(label, within)
        if node.tag == "textarea":
            node.text = value
        else:
            assert node.tag == "input", f"{label!r} is a {node.tag}"
            node.set("value", value)

    def choose(self, label: str, option: str, within: str = "") -> None:
        """Choose the entry of a list by its words (or their beginning)."""
        node = self.control(label, within)
        options = node.xpath(".//option")
        chosen = [one for one in options if words(one) == option] or [o for o in options if words(o).startswith(option)]
        assert len(chosen) == 1, f"{self._where()}: {label!r} offers {[words(o) for o in options]}, not {option!r}"
        for one in options:
            one.attrib.pop("selected", None)
        chosen[0].set("selected", "")

    def pick(self, name: str, option: str) -> None:
        """Choose among the round buttons of this name the one with these words."""
        buttons = self.page.tree.xpath(f"//input[@type='radio'][@name={name!r}]")
        chosen = [one for one in buttons if _label_words(one) == option]
        assert len(chosen) == 1, f"{self._where()}: {name} offers {[_label_words(one) for one in buttons]}"
        for one in buttons:
            one.attrib.pop("checked", None)
        chosen[0].set("checked", "")

    def tick(self, label: str, within: str = "") -> None:
        """Tick a box by its aria-label, or by what the words of its label contain."""
        boxes = self._scope(within).xpath(".//input[@type='checkbox']")
        found = [box for box in boxes if box.get("aria-label") == label or label in _label_words(box)]
        assert len(found) == 1, f"{self._where()}: {len(found)} boxes {label!r} in {within or 'the page'}"
        found[0].set("checked", "")

    def press(self, button: str, within: str = "", status: int = 200) -> Answer:
        """Press the one button with these words that is not disabled, and go where its form leads."""
        offered = self._scope(within).xpath(".//button[not(@type='button')][not(@aria-hidden='true')]")
        found = [b for b in offered if words(b) == button]
        assert len(found) == 1, f"{self._where()}: {len(found)} buttons {button!r}; there are {list(self.buttons())}"
        pressed = found[0]
        assert pressed.get("disabled") is None, (
            f"{self._where()}: {button!r} cannot be pressed: {self._reason(pressed)}"
        )
        form = self._form_of(pressed)
        address = urljoin(self.page.url, pressed.get("formaction") or form.get("action") or self.page.url)
        data = _entries(self.page.tree, form, pressed)
        if (form.get("method") or "get").lower() == "get":
            answer = self.client.get(_path_of(address).partition("?")[0], _by_name(data))
        else:
            answer = self.client.post(_path_of(address), _by_name(data))
        return self._arrive(answer, address, status)

    def download(self, link: str) -> bytes:
        """The file behind a link."""
        links = [a for a in self.page.tree.xpath("//main//a[@href]") if words(a) == link]
        assert len(links) == 1, f"{self._where()}: {len(links)} links {link!r}"
        answer: Any = self.client.get(_path_of(urljoin(self.page.url, links[0].get("href"))))
        assert answer.status_code == 200, answer.status_code
        return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)

    # --- inside ---

    def _arrive(self, answer: Any, address: str, status: int) -> Answer:
        for _ in range(MOST_REDIRECTS):
            if answer.status_code not in (301, 302, 303):
                break
            address = urljoin(address, answer["Location"])
            answer = self.client.get(_path_of(address))
        tree = lxml.html.document_fromstring(answer.content.decode() or "<html></html>")
        for area in tree.xpath("//textarea"):  # a browser drops the line break right behind the tag
            area.text = (area.text or "").removeprefix("\n")
        self.page = Answer(address, answer.status_code, answer.content, answer.headers, tree)
        assert answer.status_code == status, (
            f"{self._where()}: {answer.status_code}, not {status}: {self.page.text[:600]}"
        )
        return self.page

    def _scope(self, within: str) -> Any:
        if not within:
            return self.page.tree
        found = self.page.tree.xpath(f"//*[@id={within!r}]")
        assert len(found) == 1, f"{self._where()}: {len(found)} elements with the id {within!r}"
        return found[0]

    def _form_of(self, button: Any) -> Any:
        if button.get("form"):
            return self.page.tree.xpath(f"//form[@id={button.get('form')!r}]")[0]
        forms = button.xpath("ancestor::form[1]")
        assert forms, f"{self._where()}: the button {words(button)!r} belongs to no form"
        return forms[0]

    def _reason(self, button: Any) -> str:
        said = self.page.tree.xpath(f"//*[@id={button.get('aria-describedby', '')!r}]")
        return words(said[0]) if said else "no reason is given"

    def _where(self) -> str:
        return f"{self.username} at {self.page.url}" if hasattr(self, "page") else self.username


def _path_of(address: str) -> str:
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _label_words(box: Any) -> str:
    labels = box.xpath("ancestor::label[1]") or box.getroottree().xpath(f"//label[@for={box.get('id', '')!r}]")
    return words(labels[0]) if labels else ""


def _entries(tree: Any, form: Any, pressed: Any) -> list[tuple[str, str]]:
    """The name-value pairs that a browser sends: every control of the form that has a name and a value to give."""
    own = form.get("id")
    entries = []
    for node in tree.iter("input", "select", "textarea", "button"):
        belongs = node.get("form") == own if node.get("form") else form in node.iterancestors("form")
        if not belongs or not node.get("name") or node.get("disabled") is not None:
            continue
        if node.tag == "button":
            entries += [(node.get("name"), node.get("value", ""))] if node is pressed else []
        else:
            entries += [(node.get("name"), value) for value in _values(node)]
    return entries


def _values(node: Any) -> list[str]:
    if node.tag == "textarea":
        return [(node.text or "").replace("\n", "\r\n")]
    if node.tag == "select":
        options = node.xpath(".//option")
        chosen = [o for o in options if o.get("selected") is not None] or (
            options[:1] if "multiple" not in node.attrib else []
        )
        return [o.get("value", words(o)) for o in chosen]
    if node.get("type") in ("checkbox", "radio"):
        return [node.get("value", "on")] if node.get("checked") is not None else []
    return [] if node.get("type") in ("submit", "file", "image") else [node.get("value", "")]


def _by_name(entries: list[tuple[str, str]]) -> dict[str, list[str]]:
    data: dict[str, list[str]] = {}
    for name, value in entries:
        data.setdefault(name, []).append(value)
    return data
