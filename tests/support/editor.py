"""An editor of nobody's: a real client that starts a server, opens files and waits."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from lsprotocol import types
from pytest_lsp import LanguageClient, client_capabilities, make_test_lsp_client

PATIENCE = 60  # seconds for what comes at last; nothing is timed
SERVER = (str(Path(sys.executable).with_name("lrmigrate")), "server")


class Editor:
    """One that stands in a folder.

    Args:
        folder: it.
        encodings: what its columns count, the best first; nothing is said if empty.
        environment: what its server finds in its own, besides.
    """

    def __init__(self, folder: Path, encodings=(), environment=None):
        self.folder = folder
        self.folders = [folder]
        self._environment = environment or {}
        self.client: LanguageClient = make_test_lsp_client()
        self.capabilities = client_capabilities("visual-studio-code")
        if encodings:
            self.capabilities.general.position_encodings = [*encodings]
        self.texts: dict[str, tuple[str, int]] = {}
        self.registered: list[types.Registration] = []

        @self.client.feature(types.CLIENT_REGISTER_CAPABILITY)
        def register(params: types.RegistrationParams):
            self.registered += params.registrations

    async def __aenter__(self):
        environment = {**os.environ, **self._environment}
        await self.client.start_io(*SERVER, cwd=str(self.folder), env=environment)
        folders = [
            types.WorkspaceFolder(one.as_uri(), one.name) for one in self.folders
        ]
        self.server = await self.client.initialize_session(
            types.InitializeParams(
                capabilities=self.capabilities,
                root_uri=self.folder.as_uri(),
                workspace_folders=folders,
            )
        )
        return self

    async def __aexit__(self, *_):
        await asyncio.wait_for(self.client.shutdown_session(), PATIENCE)
        await asyncio.wait_for(self.client.stop(), PATIENCE)

    def uri(self, name: str) -> str:
        return (self.folder / name).as_uri()

    def open(self, name: str, text: str, language="python") -> str:
        """Open a file that says this, whatever there is on disk."""
        uri = name if ":" in name else self.uri(name)
        self.texts[uri] = text, 1
        item = types.TextDocumentItem(uri, language, 1, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return uri

    def type(self, uri: str, text: str, at: types.Range | None = None) -> int:
        """Say something else, there or in place of all."""
        _, version = self.texts[uri]
        self.texts[uri] = text, version + 1
        whole = types.TextDocumentContentChangeWholeDocument(text)
        change = types.TextDocumentContentChangePartial(at, text) if at else whole
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(version + 1, uri), [change]
            )
        )
        return version + 1

    def insert(self, uri: str, place: types.Position, char: str) -> None:
        """Type one character."""
        self.type(uri, char, types.Range(place, place))

    def close(self, uri: str) -> None:
        self.client.text_document_did_close(
            types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri))
        )

    def changed_on_disk(self, file: Path) -> None:
        change = types.FileEvent(file.as_uri(), types.FileChangeType.Changed)
        self.client.workspace_did_change_watched_files(
            types.DidChangeWatchedFilesParams([change])
        )

    def open_notebook(self, name: str, cells) -> list[str]:
        """Open a notebook; a cell is its text, or its language with it."""
        pairs = [("python", one) if isinstance(one, str) else one for one in cells]
        uris = [f"vscode-notebook-cell:/{name}#{n}" for n in range(len(pairs))]
        kind = types.NotebookCellKind.Code
        notebook = types.NotebookDocument(
            self.uri(name),
            "jupyter-notebook",
            1,
            [types.NotebookCell(kind, uri) for uri in uris],
        )
        texts = [
            types.TextDocumentItem(uri, language, 1, text)
            for uri, (language, text) in zip(uris, pairs, strict=True)
        ]
        self.texts |= {one.uri: (one.text, 1) for one in texts}
        self.client.notebook_document_did_open(
            types.DidOpenNotebookDocumentParams(notebook, texts)
        )
        return uris

    def _change_cells(self, name: str, cells) -> None:
        self.client.notebook_document_did_change(
            types.DidChangeNotebookDocumentParams(
                types.VersionedNotebookDocumentIdentifier(2, self.uri(name)),
                types.NotebookDocumentChangeEvent(cells=cells),
            )
        )

    def type_cell(self, name: str, uri: str, text: str) -> None:
        """Say something else in a cell."""
        _, version = self.texts[uri]
        self.texts[uri] = text, version + 1
        content = types.NotebookDocumentCellContentChanges(
            types.VersionedTextDocumentIdentifier(version + 1, uri),
            [types.TextDocumentContentChangeWholeDocument(text)],
        )
        cells = types.NotebookDocumentCellChanges(text_content=[content])
        self._change_cells(name, cells)

    def drop_cell(self, name: str, index: int, uri: str) -> None:
        """Take a cell out."""
        structure = types.NotebookDocumentCellChangeStructure(
            types.NotebookCellArrayChange(index, 1, []),
            did_close=[types.TextDocumentIdentifier(uri)],
        )
        cells = types.NotebookDocumentCellChanges(structure=structure)
        self._change_cells(name, cells)

    def close_notebook(self, name: str) -> None:
        self.client.notebook_document_did_close(
            types.DidCloseNotebookDocumentParams(
                types.NotebookDocumentIdentifier(self.uri(name)), []
            )
        )

    async def told(self, uri: str, wanted=lambda found: True) -> list[types.Diagnostic]:
        """Wait until what is wanted is told of a text."""
        told = self.client.diagnostics
        while uri not in told or not wanted(told[uri]):
            heard = self.client.wait_for_notification(
                types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS
            )
            await asyncio.wait_for(heard, PATIENCE)
        return [*told[uri]]

    async def actions(self, uri: str, line: int, *only: str) -> list[types.CodeAction]:
        """Ask what can be done about a line, from 0."""
        place = types.Range(types.Position(line, 0), types.Position(line, 500))
        context = types.CodeActionContext([], only=[*only] or None)
        return [
            *await self.client.text_document_code_action_async(
                types.CodeActionParams(
                    types.TextDocumentIdentifier(uri), place, context
                )
            )
        ]

    async def verified(self, uri: str, line: int) -> list[types.CodeAction]:
        """The quick fixes of a line, once nothing waits for a verdict."""
        while True:
            found = await self.actions(uri, line, "quickfix")
            if not any(
                one.disabled and one.disabled.reason == "being verified"
                for one in found
            ):
                return found
            await asyncio.sleep(0.05)

    async def hover(self, uri: str, line: int, character: int) -> str | None:
        found = await self.client.text_document_hover_async(
            types.HoverParams(
                types.TextDocumentIdentifier(uri), types.Position(line, character)
            )
        )
        return found.contents.value if found is not None else None


def applied(text: str, edit: types.WorkspaceEdit, uri: str, version: int) -> str:
    """What a text says after an edit, of this version of it, in ASCII."""
    (change,) = [one for one in edit.document_changes if one.text_document.uri == uri]
    assert change.text_document.version == version
    lines = text.splitlines(keepends=True)
    starts = [sum(map(len, lines[:n])) for n in range(len(lines) + 1)]
    for one in sorted(change.edits, key=lambda one: one.range.start, reverse=True):
        start = starts[one.range.start.line] + one.range.start.character
        end = starts[one.range.end.line] + one.range.end.character
        text = text[:start] + one.new_text + text[end:]
    return text
