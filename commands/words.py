"""What the commands say to a person, in Indonesian and English.

The app's own texts live in ``locale/``; these have to be there before Babel and the rest are installed.
"""

from __future__ import annotations

import locale
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGES = ("id", "en")
_LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")

TEXTS: dict[str, dict[str, str]] = {
    "about": {
        "en": "Pilot City Atlas: maps and figures of Indonesia's smart-city pilots, side by side.",
        "id": "Atlas Kota Percontohan: peta dan angka kota-kota percontohan cerdas Indonesia, berdampingan.",
    },
    "help_run": {"en": "install what is missing, start the app and open it", "id": "pasang yang belum ada, jalankan aplikasi, dan buka"},
    "help_demo": {"en": "the same, opened at a talk on the four pilots", "id": "sama, langsung membuka paparan tentang empat kota percontohan"},
    "help_test": {"en": "install the test tools too, then run the tests", "id": "pasang juga alat uji, lalu jalankan semua pengujian"},
    "help_setup": {"en": "only install", "id": "hanya memasang"},
    "help_build": {"en": "build the store from source files", "id": "bangun penyimpanan data dari berkas sumber"},
    "help_store": {"en": "push the store to a database or storage that many read, and look after it", "id": "kirim penyimpanan data ke basis data bersama, dan kelola di sana"},
    "help_server": {"en": "what shared stores need too (PostGIS, object storage)", "id": "termasuk yang diperlukan penyimpanan bersama (PostGIS, penyimpanan objek)"},
    "help_check": {"en": "check the store", "id": "periksa penyimpanan data"},
    "help_join": {"en": "join a table to places and say what did not join", "id": "gabungkan tabel dengan wilayah dan sebutkan yang tidak cocok"},
    "help_count": {"en": "count the points of a file per area", "id": "hitung titik dalam berkas per wilayah"},
    "help_export": {"en": "write a briefing, slides, a figure or its data from a link", "id": "tulis ringkasan, salindia, gambar, atau datanya dari sebuah tautan"},
    "help_bench": {"en": "measure speed", "id": "ukur kecepatan"},
    "help_lint": {"en": "check style, types and safety of the code", "id": "periksa gaya, tipe, dan keamanan kode"},
    "help_lang": {"en": "language: id or en (of these messages; with run, of the app too)", "id": "bahasa: id atau en (pesan ini; pada run juga aplikasinya)"},
    "help_port": {"en": "port to try first (default {port})", "id": "port yang dicoba lebih dulu (bawaan {port})"},
    "help_no_browser": {"en": "do not open a browser", "id": "jangan buka peramban"},
    "help_dev": {"en": "the test tools too", "id": "termasuk alat uji"},
    "help_rebuild": {"en": "make the environment anew", "id": "buat ulang lingkungan dari awal"},
    "help_more": {
        "en": "COMMAND --help says more; everything after the other commands goes to the tool behind them (pytest, python -m geodata, …).",
        "id": "PERINTAH --help menjelaskan lebih jauh; semua yang ditulis sesudah perintah lain diteruskan ke alat di baliknya (pytest, python -m geodata, …).",
    },
    "usage": {"en": "python3 atlas.py [--lang id|en] COMMAND …", "id": "python3 atlas.py [--lang id|en] PERINTAH …"},
    "bad_arguments": {"en": "{command}: {message}. {command} --help says what there is.", "id": "{command}: tidak dipahami ({message}). Pilihan yang ada: {command} --help"},
    "unknown_command": {"en": "There is no command {command!r}. Commands: {commands}.", "id": "Tidak ada perintah {command!r}. Perintah yang ada: {commands}."},
    "bad_port": {"en": "--port is {port}; it must be between 1 and 65535.", "id": "--port bernilai {port}; harus antara 1 dan 65535."},
    # the environment
    "no_venv_module": {
        "en": "This Python cannot make virtual environments (module {module} is missing). On Debian or Ubuntu: sudo apt install {package}; elsewhere install Python from https://www.python.org/downloads/.",
        "id": "Python ini tidak dapat membuat lingkungan virtual (modul {module} tidak ada). Pada Debian atau Ubuntu: sudo apt install {package}; pada sistem lain, pasang Python dari https://www.python.org/downloads/.",
    },
    "making_venv": {"en": "Making the environment {path}", "id": "Membuat lingkungan {path}"},
    "venv_failed": {"en": "The environment {path} could not be made: {reason}", "id": "Lingkungan {path} tidak dapat dibuat: {reason}"},
    "venv_damaged": {"en": "The environment {path} is damaged ({reason}); making it anew.", "id": "Lingkungan {path} rusak ({reason}); dibuat ulang."},
    "venv_other_python": {"en": "The environment {path} was made with Python {old}, this is {new}; making it anew.", "id": "Lingkungan {path} dibuat dengan Python {old}, sedangkan ini {new}; dibuat ulang."},
    "not_a_venv": {
        "en": "{path} exists and is not a virtual environment, so it is left alone. Move it away, or name another folder in ATLAS_VENV.",
        "id": "{path} sudah ada dan bukan lingkungan virtual, jadi tidak disentuh. Pindahkan folder itu, atau tetapkan folder lain lewat ATLAS_VENV.",
    },
    "venv_in_use": {"en": "{path} cannot be replaced ({reason}). Close the app if it is running, and repeat the command with the system's own Python.", "id": "{path} tidak dapat diganti ({reason}). Tutup aplikasi jika sedang berjalan, lalu ulangi perintah dengan Python bawaan sistem."},
    "no_working_python": {"en": "it has no working Python", "id": "Python di dalamnya tidak berfungsi"},
    "lost_packages": {"en": "{count} installed files or folders are gone, among them {names}", "id": "{count} berkas atau folder yang terpasang hilang, antara lain {names}"},
    "resuming": {"en": "The last installation was interrupted; continuing it.", "id": "Pemasangan terakhir terputus; dilanjutkan."},
    "waiting_for_other": {"en": "Another atlas.py is installing; waiting for it.", "id": "atlas.py lain sedang memasang; menunggu sampai selesai."},
    "installing": {"en": "Installing the packages (once; about {size} MB to fetch, a few minutes)", "id": "Memasang paket-paket (sekali saja; unduhan sekitar {size} MB, beberapa menit)"},
    "fetching": {"en": "  {done}  {package}", "id": "  {done}  {package}"},
    "unpacking": {"en": "  unpacking", "id": "  membuka paket"},
    "installed": {"en": "Installed in {seconds} s.", "id": "Terpasang dalam {seconds} detik."},
    "up_to_date": {"en": "Everything is installed ({path}).", "id": "Semua sudah terpasang ({path})."},
    # what can go wrong with pip
    "disk_small": {
        "en": "Not enough room on the disk for {path}: {needed} GB are needed, {free} GB are free. Make room and repeat the command.",
        "id": "Ruang disk untuk {path} tidak cukup: diperlukan {needed} GB, tersedia {free} GB. Kosongkan ruang lalu ulangi perintah ini.",
    },
    "disk_full": {
        "en": "The disk became full while installing ({free} GB free, {needed} GB needed at {path}). Make room and repeat the command; it goes on where it stopped. Log: {log}",
        "id": "Disk penuh saat memasang (tersedia {free} GB, diperlukan {needed} GB di {path}). Kosongkan ruang lalu ulangi perintah; pemasangan akan dilanjutkan. Log: {log}",
    },
    "no_network": {
        "en": "Package {package} could not be fetched: the package index cannot be reached. Check the network or the proxy and repeat the command. Log: {log}",
        "id": "Paket {package} tidak dapat diunduh: indeks paket tidak dapat dihubungi. Periksa jaringan atau proksi, lalu ulangi perintah ini. Log: {log}",
    },
    "no_version": {
        "en": "Package {package} cannot be had for Python {python} on {platform}: the index has no such version for it. Use Python 3.11, 3.12 or 3.13, 64 bit. Log: {log}",
        "id": "Paket {package} tidak tersedia untuk Python {python} pada {platform}: indeks tidak memuat versi itu. Gunakan Python 3.11, 3.12, atau 3.13 versi 64 bit. Log: {log}",
    },
    "no_permission": {"en": "Installing into {path} is not permitted. Put the project in a folder of your own, or name one in ATLAS_VENV. Log: {log}", "id": "Tidak ada izin memasang ke {path}. Letakkan proyek di folder milik Anda, atau tetapkan folder lain lewat ATLAS_VENV. Log: {log}"},
    "pip_failed": {"en": "Installing failed (pip ended with {code}; last package: {package}). Log: {log}", "id": "Pemasangan gagal (pip berhenti dengan kode {code}; paket terakhir: {package}). Log: {log}"},
    # the app
    "port_taken": {"en": "Port {asked} is taken; using {port}.", "id": "Port {asked} sedang dipakai; memakai {port}."},
    "no_port": {"en": "No free port from {first} to {last}. Name another one: --port N", "id": "Tidak ada port bebas dari {first} sampai {last}. Tetapkan yang lain: --port N"},
    "starting": {"en": "Starting the app", "id": "Menjalankan aplikasi"},
    "ready": {"en": "Pilot City Atlas: {url}   (Ctrl-C ends it)", "id": "Atlas Kota Percontohan: {url}   (Ctrl-C untuk berhenti)"},
    "slow_start": {"en": "Still starting …", "id": "Masih memulai …"},
    "app_ended": {"en": "The app ended before it was ready (code {code}); its own words are above. python3 atlas.py setup --rebuild makes the environment anew.", "id": "Aplikasi berhenti sebelum siap (kode {code}); pesannya ada di atas. python3 atlas.py setup --rebuild membuat ulang lingkungan."},
    "stopped": {"en": "Ended.", "id": "Selesai."},
    "file_missing": {"en": "{file} is missing. Restore it (git restore) or clone the project again.", "id": "{file} tidak ada. Pulihkan berkas itu (git restore) atau klon ulang proyek ini."},
    "interrupted": {"en": "Interrupted; the next start goes on from here.", "id": "Terputus; pemanggilan berikutnya melanjutkan dari sini."},
}  # fmt: skip


class Trouble(Exception):
    """A reason to stop that a person can do something about; printed without a traceback.

    Parameters
    ----------
    key
        Key in `TEXTS`.
    details
        Values for the placeholders of that text.
    """

    def __init__(self, key: str, **details: object) -> None:
        super().__init__(TEXTS[key]["en"].format(**details))
        self.key = key
        self.details = details


class Words:
    """Say things in one language.

    Parameters
    ----------
    language
        ``"id"`` or ``"en"``.
    """

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, key: str, **details: object) -> str:
        """Text of `key` with its placeholders filled."""
        return TEXTS[key][self.language].format(**details)

    def say(self, key: str, **details: object) -> None:
        """Print the text of `key`."""
        self.tell(self(key, **details))

    def tell(self, sentence: str) -> None:
        """Print a sentence at once, on standard error, so that the output of the tools stays clean."""
        print(sentence, file=sys.stderr, flush=True)


def system_language(environment: Mapping[str, str] = os.environ) -> str:
    """Language of the person's system: Indonesian where the locale says so, else English.

    Parameters
    ----------
    environment
        Environment variables; the first set one of ``LC_ALL``, ``LC_MESSAGES``, ``LANG`` decides, else the operating system's
        own setting (Windows has none of the three).
    """
    name = next((environment[key] for key in _LOCALE_VARIABLES if environment.get(key)), "")
    if not name:
        name = locale.getlocale()[0] or ""
    # "id_ID.UTF-8" on Linux and macOS, "Indonesian_Indonesia" on Windows
    return (
        "id" if name.lower().split("_")[0].split("-")[0].split(".")[0] in {"id", "in", "indonesian"} else "en"
    )


def use_utf8() -> None:
    """Let messages through on consoles with another code page (Windows), with a replacement where a sign is missing."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
