"""The browser every page test uses: it checks each page it opens."""

import re
from typing import Any

import html5lib
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient

UNLABELLED = {"hidden", "submit", "button", "reset", "image"}


def one(page: BeautifulSoup | Tag, selector: str) -> Tag:
    """Return the only element that fits."""
    found = page.select(selector)
    assert len(found) == 1, f"{len(found)} elements fit {selector!r}"
    return found[0]


class Browser:
    """Opens pages and submits their forms as a person would, CSRF token and all."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def open(self, path: str, *, status: int = 200) -> BeautifulSoup:
        """Open a page, follow where it leads, and check it."""
        return self._read(self.client.get(path, follow_redirects=True), status)

    def submit(
        self,
        page: BeautifulSoup,
        *,
        form: str = "main form[method=post]",
        status: int = 200,
        press: str | None = None,
        **answers: Any,
    ) -> BeautifulSoup:
        """Send the page's form with these answers. Fails on a question it does not ask."""
        element = page.select(form)[0]
        asked = {str(control["name"]) for control in element.select("[name]")}
        unasked = set(answers) - asked
        assert not unasked, f"the page does not ask for {unasked}, only {asked}"
        data = {**filled_in(element), **answers}
        if press:
            button = one(element, f"button[name={press}]")
            data[press] = button.get("value", "")
        action = str(element.get("action") or self.path)
        return self._read(self.client.post(action, data=data, follow_redirects=True), status)

    def sign_in(self, email: str, password: str) -> BeautifulSoup:
        """Sign in with the page's own form."""
        return self.submit(self.open("/sign-in"), email=email, password=password)

    def _read(self, response: Any, status: int) -> BeautifulSoup:
        assert response.status_code == status, f"{response.status_code}: {_main(response.text)}"
        page = BeautifulSoup(response.text, "html.parser")
        if response.mimetype == "text/html":
            check_page(page, response.text)
        self.path = response.request.path
        return page


def filled_in(form: Tag) -> dict[str, Any]:
    """Return what the form holds before anybody types."""
    data: dict[str, Any] = {}
    for control in form.select("input[name], textarea[name], select[name]"):
        name, kind = str(control["name"]), control.get("type", "text")
        if kind in {"checkbox", "radio"}:
            if control.has_attr("checked"):
                data.setdefault(name, []).append(control.get("value", "on"))
        elif control.name == "select":
            chosen = control.select("option[selected]") or control.select("option")[:1]
            if chosen:
                data[name] = chosen[0].get("value", chosen[0].get_text())
        elif control.name == "textarea":
            data[name] = control.get_text().removeprefix("\n")
        elif kind not in {"submit", "button", "file"}:
            data[name] = control.get("value", "")
    return data


def _main(source: str) -> str:
    main = BeautifulSoup(source, "html.parser").find("main")
    return main.get_text(" ", strip=True) if main else source[:2000]


def check_page(page: BeautifulSoup, source: str) -> None:
    """Assert what is true of every page: valid, one h1, unique ids, labels, no inline style."""
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(source)
    assert not parser.errors, f"not valid HTML: {parser.errors[:3]}"
    assert len(page.select("h1")) == 1, f"{len(page.select('h1'))} h1 on the page"
    assert page.select("html[lang]"), "the page has no language"
    assert page.select_one("title").get_text(strip=True), "the page has no title"
    ids = [str(tag["id"]) for tag in page.select("[id]")]
    twice = {i for i in ids if ids.count(i) > 1}
    assert not twice, f"ids used twice: {twice}"
    assert not page.select("[style], style"), "style inside the page"
    assert not page.select("[onclick], script:not([src])"), "script inside the page"
    _check_links(page, set(ids))
    _check_controls(page)


def _check_links(page: BeautifulSoup, ids: set[str]) -> None:
    for tag in page.select("[aria-describedby], [aria-labelledby], [aria-controls]"):
        for name in ("aria-describedby", "aria-labelledby", "aria-controls"):
            lost = set(str(tag.get(name) or "").split()) - ids
            assert not lost, f"{name} points nowhere: {lost}"
    for link in page.select("a[href^='#']"):
        assert str(link["href"])[1:] in ids, f"a link points nowhere: {link}"
    for link in page.select("a[href], form[action], link[href], script[src], img[src]"):
        address = str(link.get("href") or link.get("action") or link.get("src") or "")
        assert not re.match(r"(https?:)?//", address) or "data-outside" in link.attrs, (
            f"a third party: {address}"
        )


def _check_controls(page: BeautifulSoup) -> None:
    for control in page.select("input, textarea, select"):
        if control.get("type") in UNLABELLED:
            continue
        named = control.get("aria-label") or control.get("aria-labelledby")
        label = page.select(f"label[for='{control.get('id')}']") if control.get("id") else []
        assert named or label or control.find_parent("label"), f"no label: {control}"
