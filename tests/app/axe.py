"""axe-core, which finds what keeps people with disabilities out of a page.

It comes from npm and is kept in the virtual environment: tests need it, the atlas does not, so it is not in the repository.
"""

from __future__ import annotations

import base64
import hashlib
import io
import sys
import tarfile
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from playwright.sync_api import Frame

VERSION = "4.14.1"
TARBALL = f"https://registry.npmjs.org/axe-core/-/axe-core-{VERSION}.tgz"
INTEGRITY = "sha512-FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ=="
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
TAGS = (*WCAG, "best-practice")  # order of headings, landmarks, heads of tables
FETCH_SECONDS = 60

# Each frame is asked by itself: axe would wait in vain for an answer of frames into which it was not put.
_RUN = """
async (tags) => {
  const { violations } = await axe.run(document, {
    runOnly: { type: "tag", values: tags }, resultTypes: ["violations"], iframes: false, elementRef: false,
  });
  return violations.flatMap(({ id, impact, nodes }) => nodes.map((node) => ({
    rule: id, impact: node.impact || impact, target: node.target.flat().join(" "),
    html: node.html.slice(0, 400), why: node.failureSummary,
  })));
}
"""


class Unavailable(Exception):
    """axe-core is neither kept here nor to be had from npm."""


@dataclass(frozen=True)
class Finding:
    """One element that breaks one rule.

    Parameters
    ----------
    rule
        axe's name of the rule, such as "color-contrast".
    impact
        "minor", "moderate", "serious" or "critical".
    target
        CSS selector of the element.
    html
        How the element begins.
    why
        What axe would have mended.
    """

    rule: str
    impact: str
    target: str
    html: str
    why: str

    def __str__(self) -> str:
        """Everything that is needed to find and mend it."""
        return f"{self.rule} ({self.impact}) {self.target}\n    {self.html}\n    {' '.join(self.why.split())}"


def download(url: str) -> bytes:
    """Read what a URL holds, through the proxy and the certificates that the environment names."""
    with urllib.request.urlopen(url, timeout=FETCH_SECONDS) as answer:  # noqa: S310 - a constant https address
        body: bytes = answer.read()
    return body


def source(folder: Path | None = None, fetch: Callable[[str], bytes] = download) -> str:
    """Text of ``axe.min.js``: the kept one, else fetched, checked against `INTEGRITY` and kept.

    Raises
    ------
    Unavailable
        It is not kept and cannot be fetched.
    ValueError
        What was fetched is not what npm published; nothing is kept.

    Parameters
    ----------
    folder
        Where it is kept; None for a folder of the virtual environment.
    fetch
        Reads a URL.
    """
    folder = folder or Path(sys.prefix) / "share" / "atlas" / f"axe-core-{VERSION}"
    kept = folder / "axe.min.js"
    if not kept.is_file():
        try:
            tarball = fetch(TARBALL)
        except OSError as error:
            msg = f"axe-core cannot be fetched from {TARBALL}: {error}"
            raise Unavailable(msg) from error
        script = _unpack(tarball)
        folder.mkdir(parents=True, exist_ok=True)
        # In one step: tests that run side by side must not read half a file.
        part = folder / f"{hashlib.sha256(script).hexdigest()}.{id(script)}.part"
        part.write_bytes(script)
        part.replace(kept)
    return kept.read_text(encoding="utf-8")


def _unpack(tarball: bytes) -> bytes:
    found = "sha512-" + base64.b64encode(hashlib.sha512(tarball).digest()).decode()
    if found != INTEGRITY:
        msg = f"{TARBALL} is not what was published: {found}"
        raise ValueError(msg)
    with tarfile.open(fileobj=io.BytesIO(tarball)) as archive:
        member = archive.extractfile("package/axe.min.js")
        assert member is not None
        return member.read()


def findings(frame: Frame, script: str, tags: Sequence[str] = TAGS) -> list[Finding]:
    """Everything that axe finds in a frame, without the frames inside it.

    Parameters
    ----------
    frame
        A page's main frame, or a map's.
    script
        From `source`.
    tags
        Which of axe's rules.
    """
    if not frame.evaluate("() => 'axe' in window"):
        frame.evaluate(script)
    found: list[dict[str, Any]] = frame.evaluate(_RUN, list(tags))
    return [Finding(**one) for one in found]
