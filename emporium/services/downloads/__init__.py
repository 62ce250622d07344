"""Goods that are sent as files: what a store keeps, what a buyer may fetch, how often, and until when (F026)."""

from emporium.services.downloads.events import DownloadsChanged, FilesReady
from emporium.services.downloads.fetching import Opened, make_link, open_download
from emporium.services.downloads.files import (
    DigitalRow,
    FileView,
    add_file,
    check_may_upload,
    digital_rows,
    files_of,
    move_file,
    remove_file,
    rename_file,
    replace_file,
    set_digital,
    set_terms,
)
from emporium.services.downloads.kinds import ACCEPT, KINDS, most_bytes
from emporium.services.downloads.reading import DownloadView, downloads_of_orders
from emporium.services.downloads.renewing import renew_downloads
from emporium.services.downloads.sending import send_files, waiting_files

__all__ = [
    "ACCEPT",
    "KINDS",
    "DigitalRow",
    "DownloadView",
    "DownloadsChanged",
    "FileView",
    "FilesReady",
    "Opened",
    "add_file",
    "check_may_upload",
    "digital_rows",
    "downloads_of_orders",
    "files_of",
    "make_link",
    "most_bytes",
    "move_file",
    "open_download",
    "remove_file",
    "rename_file",
    "renew_downloads",
    "replace_file",
    "send_files",
    "set_digital",
    "set_terms",
    "waiting_files",
]
