"""The picture of the demo's page that the README shows, and what it is compared by.

``make picture`` draws it, with the browser that the tests have.
"""

from __future__ import annotations

import base64
import sys
from pathlib import Path

from headless import launched
from playwright.sync_api import Browser

SEEN = {"width": 1100, "height": 1150}

# A page's own decoder reads both pictures; a point differs where a channel is apart by
# more than smoothing of a letter's edge is.
COMPARED = """
async (urls) => {
  const points = [];
  for (const url of urls) {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = image.width;
    canvas.height = image.height;
    const drawn = canvas.getContext("2d");
    drawn.drawImage(image, 0, 0);
    points.push(drawn.getImageData(0, 0, image.width, image.height).data);
  }
  const [one, other] = points;
  if (one.length !== other.length) return 1;
  let apart = 0;
  for (let at = 0; at < one.length; at += 4) {
    const far = [0, 1, 2].some((k) => Math.abs(one[at + k] - other[at + k]) > 48);
    if (far) apart += 1;
  }
  return apart / (one.length / 4);
}
"""


def drawn(browser: Browser, report: Path) -> bytes:
    """The page as a PNG: its head, and the first finding opened."""
    page = browser.new_page(viewport=SEEN, color_scheme="light")
    page.goto(report.as_uri())
    page.locator(".site > summary").first.click()
    page.locator("h2", has_text="Findings").evaluate("one => one.scrollIntoView()")
    shot = page.screenshot()
    page.close()
    return shot


def apart(browser: Browser, one: bytes, other: bytes) -> float:
    """The share of points at which two pictures differ; 1 where their sizes do."""
    urls = [
        "data:image/png;base64," + base64.b64encode(png).decode()
        for png in (one, other)
    ]
    page = browser.new_page()
    share = page.evaluate(COMPARED, urls)
    page.close()
    return float(share)


def main(report: str, picture: str) -> None:
    """Draw the picture anew."""
    with launched() as browser:
        Path(picture).write_bytes(drawn(browser, Path(report).resolve()))


if __name__ == "__main__":
    main(*sys.argv[1:])
