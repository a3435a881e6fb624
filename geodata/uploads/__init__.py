r"""Files that people bring along: read in a process of their own, bounded, and with one clear message when refused.

>>> from geodata.uploads import read_upload
>>> table = read_upload("kemiskinan.csv", b"kode;nama;persen\n35.10;Banyuwangi;7,06\n")
>>> table.separator, table.cells.shape
(';', (2, 3))
"""

from geodata.uploads.limits import DEFAULT_LIMITS, Limits
from geodata.uploads.points import points_from_table
from geodata.uploads.reading import read_upload
from geodata.uploads.results import Features, Table, UploadError
from geodata.uploads.sheets import read_fullest

__all__ = [
    "DEFAULT_LIMITS",
    "Features",
    "Limits",
    "Table",
    "UploadError",
    "points_from_table",
    "read_fullest",
    "read_upload",
]
