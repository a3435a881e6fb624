"""What the atlas is made of as a bill of materials (CycloneDX 1.6, JSON): packages of requirements.lock and vendored files.

    python tools/sbom.py > sbom.json

A scanner for known weaknesses reads it. The same inputs give the same bytes.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
_ENTRY = re.compile(r"^([A-Za-z0-9_.\-]+)==(\S+)((?: \\\n +--hash=sha256:[0-9a-f]{64})+)", re.MULTILINE)


def packages(lock: str) -> list[dict[str, Any]]:
    """Components of a lock file: name, version, address in the registry, digests of all its files."""
    found = []
    for name, version, hashes in _ENTRY.findall(lock):
        low = re.sub(r"[-_.]+", "-", name).lower()
        digests = re.findall(r"sha256:([0-9a-f]{64})", hashes)
        found.append(
            {
                "type": "library",
                "bom-ref": f"pkg:pypi/{low}@{version}",
                "name": low,
                "version": version,
                "purl": f"pkg:pypi/{low}@{version}",
                "hashes": [{"alg": "SHA-256", "content": digest} for digest in digests],
            }
        )
    return found


def vendored(record: dict[str, Any]) -> dict[str, Any]:
    """Component of a vendored package, with its licence and the digest of each file that was taken."""
    name, version = record["package"].rsplit("@", 1)
    kind = "npm" if record["registry"] == "npm" else "generic"
    purl = f"pkg:{kind}/{name.replace('@', '%40')}@{version}"
    return {
        "type": "library",
        "bom-ref": purl,
        "name": name,
        "version": version,
        "purl": purl,
        "copyright": record["copyright"],
        "licenses": [{"expression": record["licence"]}],
        "hashes": [{"alg": "SHA-256", "content": item["sha256"]} for item in record["files"].values()],
    }


def bill() -> dict[str, Any]:
    """Make the whole bill."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    vendor = json.loads((ROOT / "static" / "vendor" / "vendor.json").read_text(encoding="utf-8"))
    version = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    about = {
        "type": "application",
        "bom-ref": "atlas",
        "name": "atlas-kota-percontohan",
        "version": version[1] if version else "0",
        "licenses": [{"expression": "MIT"}],
    }
    components = [*packages(lock), *(vendored(record) for record in vendor["packages"])]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": about},
        "components": components,
        "dependencies": [{"ref": "atlas", "dependsOn": [item["bom-ref"] for item in components]}],
    }


if __name__ == "__main__":
    json.dump(bill(), sys.stdout, indent=2, ensure_ascii=False)
    print()
