"""What a survey page costs a phone: bytes, requests, and how soon it shows on a slow one."""

import json
import tempfile
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.bench.site import prepare
from tests.options import CHROMIUM_OPTIONS, chromium_program
from tests.servers import served

PHONE = {"width": 390, "height": 844}
KBIT_PER_SECOND, LATENCY_MS, SLOWER_CPU = 400, 400, 4
LARGEST_PAINT = """() => new Promise(done => new PerformanceObserver(
    list => done(list.getEntries().at(-1).startTime)
).observe({type: "largest-contentful-paint", buffered: true}))"""


@dataclass(frozen=True, slots=True)
class Cost:
    """Bytes over the wire, headers included, and how many requests they came in."""

    requests: int
    bytes: int
    font_bytes: int


def cost_of(context: BrowserContext, page: Page, url: str) -> Cost:
    """Open a page and count what came over the wire; what is cached costs nothing."""
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    names: dict[str, str] = {}
    sizes: dict[str, int] = {}
    session.on(
        "Network.responseReceived", lambda e: names.update({e["requestId"]: e["response"]["url"]})
    )
    session.on(
        "Network.loadingFinished",
        lambda e: sizes.update({e["requestId"]: int(e["encodedDataLength"])}),
    )
    page.goto(url, wait_until="networkidle")
    session.detach()
    came = {name: sizes.get(key, 0) for key, name in names.items() if sizes.get(key, 0)}
    fonts = sum(size for name, size in came.items() if ".woff2" in name)
    return Cost(len(came), sum(came.values()) - fonts, fonts)


def weight(url: str) -> int:
    """Return the bytes of an answer's content as it goes over the wire."""
    request = urllib.request.Request(url, headers={"Accept-Encoding": "br"})
    with urllib.request.urlopen(request) as answer:
        return len(answer.read())


def weight_of_worker(site: str) -> int:
    """Return the bytes of the service worker and of the script that every page loads with it."""
    return weight(f"{site}/s/sw.js") + weight(f"{site}/static/js/respond.js")


def weight_of_styles(site: str) -> int:
    """Return the bytes of what every page for respondents looks like."""
    return sum(weight(f"{site}/static/css/{name}.css") for name in ("tokens", "respond"))


def largest_paint_ms(browser: Browser, url: str) -> float:
    """Return when the largest thing of a page stood on a slow phone, in milliseconds."""
    context = browser.new_context(viewport=PHONE, device_scale_factor=2)
    page = context.new_page()
    session = context.new_cdp_session(page)
    bytes_per_second = KBIT_PER_SECOND * 1000 / 8
    session.send("Network.enable")
    session.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": LATENCY_MS,
            "downloadThroughput": bytes_per_second,
            "uploadThroughput": bytes_per_second,
        },
    )
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER_CPU})
    page.goto(url, wait_until="load")
    page.wait_for_timeout(1500)
    painted: float = page.evaluate(LARGEST_PAINT)
    context.close()
    return painted


def measure_first_page() -> None:
    """Print what the first page and a later one cost, where there is a browser."""
    program = chromium_program()
    if program is None:
        return
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = prepare(Path(folder), "")
        browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM_OPTIONS)
        with served(Path(folder)) as server:
            # Behind a worker, nothing would be counted.
            context = browser.new_context(viewport=PHONE, service_workers="block")
            page = context.new_page()
            first = cost_of(context, page, server.url + path)
            page.get_by_role("button", name="Start").click()
            later = cost_of(context, page, f"{server.url}{path}/q/2")
            paints = sorted(largest_paint_ms(browser, server.url + path) for _ in range(5))
            light = {
                "worker_bytes": weight_of_worker(server.url),
                "style_bytes": weight_of_styles(server.url),
                # What comes once the page stands, for when there is no signal.
                "survey_to_keep_bytes": weight(f"{server.url}{path}/offline")
                + weight(f"{server.url}/static/js/offline.js"),
            }
        browser.close()
    line = {
        "bench": "first page",
        "requests": first.requests,
        "bytes": first.bytes,
        "bytes_with_font": first.bytes + first.font_bytes,
        "later_page_bytes": later.bytes,
        **light,
        "largest_paint_ms": [round(paint) for paint in paints],
    }
    print(json.dumps(line), flush=True)
