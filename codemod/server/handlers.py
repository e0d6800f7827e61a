"""What an editor says, and what is done then: a function for each message."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from lsprotocol import types

from .actions import KINDS, Asked, fix_all, ignores, quick_fixes
from .buffers import Notebook
from .hover import hover_text, innermost
from .server import OnFolders, Server

_WATCHED = (
    "**/*.{py,pyi,pyw,ipynb,toml,cfg,ini,yaml,yml,json,gin}",
    "**/requirements*.txt",
)


def initialize(ls: Server, params: types.InitializeParams) -> None:
    """Learn which folders are worked in."""
    folders = [*(params.workspace_folders or ())]
    if not folders and params.root_uri:
        folders = [types.WorkspaceFolder(params.root_uri, "")]
    ls.work_in(folders)


async def initialized(ls: Server, params: types.InitializedParams) -> None:
    """Ask to be told of files that change on disk."""
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, context: ls.report_bug(context))
    workspace = ls.client_capabilities.workspace
    watches = workspace.did_change_watched_files if workspace is not None else None
    if watches is None or not watches.dynamic_registration:
        return
    watchers = [types.FileSystemWatcher(pattern) for pattern in _WATCHED]
    options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
    method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
    registration = types.Registration("lrmigrate-files", method, options)
    await ls.client_register_capability_async(types.RegistrationParams([registration]))


def shutdown(ls: Server, params: None) -> None:
    """End all work."""
    ls.is_shut = True
    ls.desk.stop()


def did_open(ls: Server, params: types.DidOpenTextDocumentParams) -> None:
    """Look at a file that was opened."""
    ls.open(params.text_document)


def did_change(ls: Server, params: types.DidChangeTextDocumentParams) -> None:
    """Look at a file that is being written."""
    opened = ls.desk.opened.get(params.text_document.uri)
    if opened is not None:
        version = params.text_document.version
        opened.buffers[0].change(params.content_changes, version)
        ls.desk.changed(opened)


def did_save(ls: Server, params: types.DidSaveTextDocumentParams) -> None:
    """Read anew what was saved: it may be a configuration."""
    ls.desk.changed_on_disk()


def did_close(ls: Server, params: types.DidCloseTextDocumentParams) -> None:
    """Tell nothing more of a file."""
    ls.close(params.text_document.uri)


def did_change_files(ls: Server, params: types.DidChangeWatchedFilesParams) -> None:
    """Read anew what changed on disk; what is open stays as the editor has it."""
    ls.desk.changed_on_disk()


def did_change_folders(
    ls: Server, params: types.DidChangeWorkspaceFoldersParams
) -> None:
    """Work in other folders."""
    ls.work_in(params.event.added, [one.uri for one in params.event.removed])
    ls.desk.rest(0)


def notebook_did_open(ls: Server, params: types.DidOpenNotebookDocumentParams) -> None:
    """Look at a notebook that was opened."""
    ls.open_notebook(params.notebook_document, params.cell_text_documents)


def notebook_did_change(
    ls: Server, params: types.DidChangeNotebookDocumentParams
) -> None:
    """Look at a notebook whose cells changed, or their order."""
    opened = ls.desk.opened.get(params.notebook_document.uri)
    cells = params.change.cells
    if not isinstance(opened, Notebook) or cells is None:
        return
    if cells.structure is not None:
        for item in cells.structure.did_open or ():
            opened.texts[item.uri] = ls.buffer(item)
        for gone in cells.structure.did_close or ():
            opened.texts.pop(gone.uri, None)
            ls.clear(gone.uri)
        opened.move(cells.structure.array)
    opened.describe(cells.data or ())
    for one in cells.text_content or ():
        buffer = opened.texts.get(one.document.uri)
        if buffer is not None:
            buffer.change(one.changes, one.document.version)
    ls.desk.changed(opened)


def notebook_did_save(ls: Server, params: types.DidSaveNotebookDocumentParams) -> None:
    """Read anew what was saved."""
    ls.desk.changed_on_disk()


def notebook_did_close(
    ls: Server, params: types.DidCloseNotebookDocumentParams
) -> None:
    """Tell nothing more of a notebook."""
    ls.close(params.notebook_document.uri)


def hover(ls: Server, params: types.HoverParams) -> types.Hover | None:
    """Tell the learning rate of the call that the mouse is over."""
    uri = params.text_document.uri
    opened = ls.opened_with(uri)
    if opened is None:
        return None
    number = opened.number_of(uri)
    text = opened.buffers[number].text
    found = innermost(ls.desk.drawn(opened), text.position(params.position, number))
    if found is None:
        return None
    kind = _hover_kind(ls.client_capabilities)
    markdown = kind is types.MarkupKind.Markdown
    content = types.MarkupContent(kind, hover_text(found, markdown=markdown))
    return types.Hover(content, text.range(found.rate.start, found.end))


def _hover_kind(client: types.ClientCapabilities) -> types.MarkupKind:
    """Return in which form the editor likes a text best."""
    asked = client.text_document.hover if client.text_document is not None else None
    formats = asked.content_format if asked is not None else None
    return types.MarkupKind(formats[0]) if formats else types.MarkupKind.PlainText


async def code_action(
    ls: Server, params: types.CodeActionParams
) -> list[types.CodeAction]:
    """Offer what can be done; on demand of all rewrites, once they are verified."""
    uri = params.text_document.uri
    opened = ls.opened_with(uri)
    if opened is None:
        return []
    asked = Asked(
        *(opened, uri, params.range, params.context.only or ()),
        shows_disabled=_shows_disabled(ls.client_capabilities),
        versioned=_takes_versions(ls.client_capabilities),
    )
    known, fixed = ls.desk.look(opened), None
    if asked.kinds and not asked.wants(types.CodeActionKind.QuickFix.value):
        known, fixed = await ls.desk.fixed(opened)
    fixed = fixed or known.fixed
    found: list[types.CodeAction] = []
    if known.text != opened.text:
        return found  # it changed while it was verified
    if asked.wants(types.CodeActionKind.QuickFix.value):
        found += quick_fixes(asked, known.findings, fixed)
        found += ignores(asked, known.findings, ls.desk.session.view)
    if known.checked.findings and asked.wants(KINDS[1]):
        found += fix_all(asked, fixed)
    return found


def _shows_disabled(client: types.ClientCapabilities) -> bool:
    """Whether the editor shows what cannot be chosen, with the reason."""
    text = client.text_document
    asked = text.code_action if text is not None else None
    return bool(asked is not None and asked.disabled_support)


def _takes_versions(client: types.ClientCapabilities) -> bool:
    """Whether the editor takes edits that say which versions they are of."""
    asked = client.workspace.workspace_edit if client.workspace is not None else None
    return bool(asked is not None and asked.document_changes)


Handler = Callable[..., Any]
_ACTIONS = types.CodeActionOptions(code_action_kinds=[*KINDS])
HANDLERS: Mapping[str, tuple[Handler, Any]] = {
    types.INITIALIZE: (initialize, None),
    types.INITIALIZED: (initialized, None),
    types.SHUTDOWN: (shutdown, None),
    types.TEXT_DOCUMENT_DID_OPEN: (did_open, None),
    types.TEXT_DOCUMENT_DID_CHANGE: (did_change, None),
    types.TEXT_DOCUMENT_DID_SAVE: (did_save, None),
    types.TEXT_DOCUMENT_DID_CLOSE: (did_close, None),
    types.WORKSPACE_DID_CHANGE_WATCHED_FILES: (did_change_files, None),
    types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS: (did_change_folders, None),
    types.NOTEBOOK_DOCUMENT_DID_OPEN: (notebook_did_open, None),
    types.NOTEBOOK_DOCUMENT_DID_CHANGE: (notebook_did_change, None),
    types.NOTEBOOK_DOCUMENT_DID_SAVE: (notebook_did_save, None),
    types.NOTEBOOK_DOCUMENT_DID_CLOSE: (notebook_did_close, None),
    types.TEXT_DOCUMENT_HOVER: (hover, None),
    types.TEXT_DOCUMENT_CODE_ACTION: (code_action, _ACTIONS),
}


def made(door: str, on_folders: OnFolders) -> Server:
    """Return a server that answers all of these.

    Args:
        door: the module that the process runs which verifies.
        on_folders: is told of folders before anything in them is looked at.
    """
    server = Server(door, on_folders)
    for name, (handler, options) in HANDLERS.items():
        server.feature(name, options)(handler)
    return server
