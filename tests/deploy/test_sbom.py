"""The bill of materials names everything that is installed or vendored."""

from __future__ import annotations

import json
import subprocess
import sys

from tests.conftest import ROOT
from tests.deploy.test_files import locked


def test_the_bill_is_whole() -> None:
    command = [sys.executable, str(ROOT / "tools" / "sbom.py")]
    made = [subprocess.run(command, capture_output=True, check=True).stdout for _ in range(2)]
    assert made[0] == made[1], "the same bytes"
    bill = json.loads(made[0])
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    found = {item["purl"]: item for item in bill["components"]}
    assert len(found) == len(bill["components"])
    lock = locked()
    assert {f"pkg:pypi/{name}@{version}": count for name, (version, count) in lock.items()} == {
        purl: len(item["hashes"]) for purl, item in found.items() if purl.startswith("pkg:pypi/")
    }
    vendor = json.loads((ROOT / "static" / "vendor" / "vendor.json").read_text())["packages"]
    assert len(found) == len(lock) + len(vendor)
    assert all(item.get("licenses") for purl, item in found.items() if not purl.startswith("pkg:pypi/"))
