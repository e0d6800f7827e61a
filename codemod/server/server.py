"""The language server: what it holds while it answers one editor."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from ..engine.view import Checked
from .buffers import PYTHON, Buffer, Notebook, Opened, is_read, path_of
from .desk import Desk
from .diagnostics import SOURCE, diagnostics
from .text import Text, Units
from .verifying import Verifying

_NOTEBOOKS = types.NotebookDocumentSyncOptions(
    notebook_selector=[
        types.NotebookDocumentFilterWithCells(
            cells=[types.NotebookCellLanguage(language=PYTHON)]
        )
    ],
    save=True,
)
OnFolders = Callable[[Sequence[str]], None]


class Server(LanguageServer):
    """Answers one editor.

    Args:
        door: the module that the process runs which verifies.
        on_folders: is told of folders before anything in them is looked at.

    Attributes:
        desk: what is being worked on.
        is_shut: whether the editor said that it is done.
    """

    def __init__(self, door: str, on_folders: OnFolders) -> None:
        super().__init__(SOURCE, version(SOURCE), notebook_document_sync=_NOTEBOOKS)
        self.desk = Desk(Verifying(door), self._publish)
        self.is_shut = False
        self._on_folders = on_folders
        self._folders: dict[str, str] = {}

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Log what went wrong; nobody is interrupted for it."""
        what = f"{type(error).__name__}: {error}"
        self.window_log_message(types.LogMessageParams(types.MessageType.Error, what))

    def report_bug(self, context: Mapping[str, Any]) -> None:
        """Log what went wrong while no message was answered."""
        error = context.get("exception")
        self.report_server_error(
            error if isinstance(error, Exception) else RuntimeError(context["message"]),
            None,
        )

    def work_in(
        self, added: Iterable[types.WorkspaceFolder], removed: Iterable[str] = ()
    ) -> None:
        """Take which folders are worked in."""
        for uri in removed:
            self._folders.pop(uri, None)
        for folder in added:
            path = to_fs_path(folder.uri)
            if path is not None and Path(path).is_dir():
                self._folders[folder.uri] = path
        folders = [*self._folders.values()]
        self._on_folders(folders)
        self.desk.session.work_in(folders)

    def text(self, said: str) -> Text:
        """Return a text whose columns count what both sides agreed on."""
        return Text(said, Units(self.workspace.position_encoding or "utf-16"))

    def buffer(self, item: types.TextDocumentItem) -> Buffer:
        """Return a text of the editor."""
        return Buffer(item.uri, self.text(item.text), item.version, item.language_id)

    def open(self, item: types.TextDocumentItem) -> None:
        """Take a file that was opened, if it is of a kind that is read."""
        path = path_of(item.uri, self.desk.session.folders)
        if path is not None and is_read(path, item.language_id):
            opened = Opened(item.uri, path, {0: self.buffer(item)})
            self._take(opened)

    def open_notebook(
        self, notebook: types.NotebookDocument, texts: Iterable[types.TextDocumentItem]
    ) -> None:
        """Take a notebook that was opened."""
        path = path_of(notebook.uri, self.desk.session.folders)
        if path is not None:
            known = {one.uri: self.buffer(one) for one in texts}
            path = path if path.endswith(".ipynb") else f"{path}.ipynb"
            opened = Notebook(notebook.uri, path, cells=[*notebook.cells], texts=known)
            opened.order()
            self._take(opened)

    def _take(self, opened: Opened) -> None:
        self.desk.opened[opened.uri] = opened
        self.desk.changed(opened)

    def close(self, uri: str) -> None:
        """Take that a file or a notebook was closed; nothing is told of it any more."""
        opened = self.desk.opened.pop(uri, None)
        if opened is not None:
            self.desk.closed(opened)
            for one in opened.versions:
                self.clear(one)

    def clear(self, uri: str) -> None:
        """Tell nothing of a text any more."""
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))

    def opened_with(self, uri: str) -> Opened | None:
        """Return the file, or the notebook with a cell, that is called so."""
        found = self.desk.opened.get(uri)
        if found is not None:
            return found
        files = self.desk.opened.values()
        return next((one for one in files if uri in one.versions), None)

    def _publish(self, opened: Opened, checked: Checked) -> None:
        told = diagnostics(opened, checked.findings, checked.problems)
        versions = opened.versions
        for uri, found in told.items():
            self.text_document_publish_diagnostics(
                types.PublishDiagnosticsParams(uri, found, versions.get(uri))
            )
