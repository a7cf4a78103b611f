"""A publication as the commands of the desk read it: its texts, its desk, and what becomes of them."""

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fiche import edits, forms, pipeline
from fiche.pipeline import Paths, Wishes
from fiche.renaming import Text
from fiche.scan import file_of, read, scan
from tests.laws.sites import NOW, SITE, folder, theme


@dataclass(frozen=True)
class AtWork:
    """A publication on the disk."""

    content: Path

    @property
    def paths(self):
        return Paths(self.content, self.content.parent / "site", (theme(),))

    @property
    def texts(self):
        """Return all texts, by path."""
        sources = scan(self.content).value
        return {
            source.path: Text(source, read(file_of(sources.root, source), source))
            for source in sources.files
            if forms.is_text(source.path)
        }

    @property
    def files(self):
        """Return the bytes of all files, by path below the content folder."""
        found = (file for file in self.content.rglob("*") if file.is_file())
        return {file.relative_to(self.content).as_posix(): file.read_bytes() for file in found}

    def read(self):
        """Read the publication, which has no errors."""
        done = pipeline.read(self.paths, WISHES)
        assert done.ok, done.problems
        return done.desk

    def build(self):
        """Build the site; return its files."""
        done = pipeline.build(self.paths, WISHES)
        assert done.ok, done.problems
        return {file.relative_to(self.paths.out).as_posix() for file in self.paths.out.rglob("*") if file.is_file()}

    def revise(self, wanted, *words):
        """Make a change of the content; return what was renamed."""
        revision, renamed = wanted(*words, self.read(), self.texts)
        assert renamed, revision.problems
        edits.commit(revision.changes, self.content)
        return renamed


WISHES = Wishes(now=datetime.fromisoformat(NOW))


@contextmanager
def at_work(files):
    """Lay a publication down."""
    with folder({"site.yaml": SITE, **files}) as home:
        yield AtWork(home / "content")
