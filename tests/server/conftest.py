import pytest_asyncio
from editor import Editor


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def editor(tmp_path_factory):
    """An editor that works in a project of its own."""
    folder = tmp_path_factory.mktemp("project").resolve()
    (folder / "pyproject.toml").write_text("")
    async with Editor(folder) as one:
        yield one
        assert one.client.log_messages == [], "nothing went wrong"
        assert one.client.messages == [], "nobody was interrupted"
