"""The branch: a real git, a real repository at the other end."""

import os
import shutil
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiche.changes import compare
from fiche.destination import Git
from fiche.publish import compared
from fiche.targets import opened
from fiche.targets.target import NOTHING, Failed, Overtaken, Refused
from tests.laws.sites import folder
from tests.targets.places import ONE, TWO, as_bytes, destination, lay, publish, standing, surroundings, undo

TO = Git("./far.git")
PLAIN = {**os.environ, "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"}
ME = ["-c", "user.name=Me", "-c", "user.email=me@example.org"]


def git(home, *words, check=True):
    return subprocess.run(["git", *words], cwd=home, env=PLAIN, capture_output=True, check=check).stdout


@pytest.fixture
def far(tmp_path):
    """Return a folder beside which a bare repository lies."""
    git(tmp_path, "init", "--quiet", "--bare", "far.git")
    return tmp_path


def held(home, branch="gh-pages"):
    """Return what the branch holds at the other end, by path."""
    names = git(home / "far.git", "ls-tree", "-r", "-z", "--name-only", branch).split(b"\0")
    return {
        os.fsdecode(name): git(home / "far.git", "show", b"%b:%b" % (branch.encode(), name)) for name in names if name
    }


def with_extras(files, **extras):
    return {".nojekyll": b"", **as_bytes(files), **extras}


def count(home):
    return int(git(home / "far.git", "rev-list", "--count", "gh-pages"))


# --------------------------------------------------------------------------- there and back


def test_the_first_publication_makes_the_branch_in_an_empty_repository(far):
    assert NOTHING == standing(TO, far)
    online, _ = publish(TO, far, ONE)

    assert with_extras(ONE) == held(far)
    assert online == standing(TO, far)


def test_only_what_changed_is_sent_and_the_branch_remembers(far):
    publish(TO, far, ONE)
    _, plan = publish(TO, far, TWO, site="site2")

    assert ("b/index.html", "index.html", "feed.json") == plan.account.changes.sent
    assert (with_extras(TWO), 2) == (held(far), count(far))
    assert ["Two."] == [sentence for edited in plan.account.edited for sentence in edited.into]


def test_undo_brings_back_what_was_before_and_before_that(far):
    three = {**TWO, "c/index.html": "3"}
    for n, site in enumerate((ONE, TWO, three)):
        publish(TO, far, site, site=f"site{n}")

    undo(TO, far)
    assert with_extras(TWO) == held(far)
    undo(TO, far)
    assert with_extras(ONE) == held(far)
    assert None is undo(TO, far)
    publish(TO, far, three, site="site2")
    undo(TO, far)
    assert (with_extras(ONE), 7) == (held(far), count(far))


def test_without_history_the_branch_forgets_and_undo_still_works_from_here(far):
    to = Git("./far.git", history=False)
    publish(to, far, {**ONE, "secret.html": "never"})
    publish(to, far, TWO, site="site2")

    assert (with_extras(TWO), 1) == (held(far), count(far))
    undo(to, far)
    assert (with_extras({**ONE, "secret.html": "never"}), 1) == (held(far), count(far))
    assert None is undo(to, far)


def test_where_nothing_is_remembered_here_what_is_online_is_read_from_there(far):
    publish(TO, far, ONE)
    publish(TO, far, TWO, site="site2")
    shutil.rmtree(far / ".fiche")
    with opened(destination(TO), surroundings(far)) as place:
        assert compared(destination(TO), place, lay(far / "site2", TWO)).idle
    shutil.rmtree(far / ".fiche")
    undo(TO, far)

    assert with_extras(ONE) == held(far)


def test_a_domain_is_written_and_one_that_the_host_wrote_is_kept(far):
    publish(Git("./far.git", cname="x.example"), far, ONE)
    assert with_extras(ONE, CNAME=b"x.example\n") == held(far)
    publish(TO, far, TWO, site="site2")

    assert with_extras(TWO, CNAME=b"x.example\n") == held(far)


NAMES = [
    "index.html",
    "a",
    "a/index.html",
    "é ü/x.html",
    'q"uo\\te.txt',
    "قلم.html",
    "-dash.html",
    "a b.txt",
    ".gitattributes",
    ".gitignore",
]
FILES = st.dictionaries(
    st.sampled_from(NAMES), st.sampled_from([b"", b"a\r\nb\n", b"\xff\0\x00", b"$Id$\n", b"* text=auto\n*.txt ident\n"])
)


@settings(max_examples=15)
@given(st.lists(FILES, min_size=1, max_size=3), st.booleans())
def test_law_what_the_branch_holds_is_the_site_to_the_byte(sites, history):
    """Whatever the names and bytes, and whatever git is set to do to line ends."""
    with folder({}) as home:
        git(home, "init", "--quiet", "--bare", "far.git")
        (home / "config").write_text(
            "[core]\n\tautocrlf = true\n\tsafecrlf = true\n\tquotePath = true\n[commit]\n\tgpgSign = true\n"
        )
        for n, files in enumerate(sites):
            plain = {path: data for path, data in files.items() if not (path == "a" and "a/index.html" in files)}
            publish(
                Git("./far.git", history=history), home, plain, site=f"site{n}", GIT_CONFIG_GLOBAL=str(home / "config")
            )
            assert with_extras(plain) == held(home)
            assert (n + 1 if history else 1) == count(home)


# --------------------------------------------------------------------------- others


def in_the_branch(home, deed, branch="gh-pages"):
    """Do something in a clone of the branch, and push it."""
    git(home, "clone", "--quiet", "--branch", branch, "far.git", "clone")
    deed(home / "clone")
    git(home / "clone", "add", "--all", "--force")
    git(home / "clone", *ME, "commit", "--quiet", "-m", "mine")
    git(home / "clone", "push", "--quiet", "origin", branch)
    shutil.rmtree(home / "clone")


def test_files_that_others_put_into_the_branch_are_kept(far):
    publish(TO, far, ONE)
    in_the_branch(far, lambda clone: (clone / "README.md").write_text("mine"))
    _, plan = publish(TO, far, TWO, site="site2")
    assert with_extras(TWO, **{"README.md": b"mine"}) == held(far)
    assert "README.md" not in plan.account.changes.gone
    publish(TO, far, ONE, site="site3")
    shutil.rmtree(far / ".fiche")
    undo(TO, far)

    assert with_extras(TWO, **{"README.md": b"mine"}) == held(far)


def test_what_others_did_to_our_files_is_undone_by_the_next_publication(far):
    publish(TO, far, ONE)
    in_the_branch(far, lambda clone: ((clone / "index.html").write_text("hacked"), (clone / "style.css").chmod(0o755)))
    publish(TO, far, ONE)

    assert with_extras(ONE) == held(far)
    assert b"100755" not in git(far / "far.git", "ls-tree", "-r", "gh-pages")


def test_undo_after_a_commit_of_others_goes_back_to_our_last(far):
    publish(TO, far, ONE)
    in_the_branch(far, lambda clone: (clone / "index.html").write_text("hacked"))
    undo(TO, far)

    assert with_extras(ONE) == held(far)


def test_a_file_of_others_where_the_site_has_one_is_not_overwritten(far):
    publish(TO, far, ONE)
    in_the_branch(far, lambda clone: (clone / "mine.html").write_text("mine"))

    with pytest.raises(Refused, match=r"mine\.html"):
        publish(TO, far, {**ONE, "mine.html": "ours"}, site="site2")
    assert b"mine" == held(far)["mine.html"]


def test_a_branch_of_others_is_refused_and_left_alone(far):
    git(far, "clone", "--quiet", "far.git", "clone")
    git(far / "clone", "checkout", "--quiet", "-b", "gh-pages")
    (far / "clone/thesis.txt").write_text("mine")
    git(far / "clone", "add", ".")
    git(far / "clone", *ME, "commit", "--quiet", "-m", "mine")
    git(far / "clone", "push", "--quiet", "origin", "gh-pages")

    with pytest.raises(Refused, match=r"git push \./far\.git --delete gh-pages"):
        publish(TO, far, ONE)
    assert {"thesis.txt": b"mine"} == held(far)


def test_the_second_of_two_publishers_is_told(far):
    publish(TO, far, ONE)
    near = far / "near"
    near.mkdir()
    to = Git(str(far / "far.git"))
    with opened(destination(to), surroundings(near)) as slow:
        online = slow.standing()
        publish(TO, far, TWO, site="site2")
        third = lay(near / "site3", {"index.html": "3"})
        with pytest.raises(Overtaken, match="in the meantime"):
            slow.send(compare(online.files, slow.digests(third)), third, online, lambda done, of: None)
        with pytest.raises(Overtaken):
            slow.undo(online, online)

    assert with_extras(TWO) == held(far)


def test_two_first_publications_at_once_are_told_apart(far):
    near = far / "near"
    near.mkdir()
    with opened(destination(Git(str(far / "far.git"))), surroundings(near)) as slow:
        assert NOTHING == slow.standing()
        publish(TO, far, ONE)
        third = lay(near / "site3", {"index.html": "3"})
        with pytest.raises(Overtaken):
            slow.send(compare({}, slow.digests(third)), third, NOTHING, lambda done, of: None)

    assert with_extras(ONE) == held(far)


def test_one_project_publishes_to_a_branch_once_at_a_time(far):
    with opened(destination(TO), surroundings(far)), pytest.raises(Failed, match="somebody else is publishing"):
        publish(TO, far, ONE)


# --------------------------------------------------------------------------- the editor's own repository


@pytest.fixture
def own(far):
    """Return the folder as a repository of its own, with something staged and something changed."""
    git(far, "init", "--quiet", "--initial-branch=main", ".")
    (far / "content").mkdir(exist_ok=True)
    (far / "content/a.md").write_text("one")
    git(far, "add", "content")
    git(far, *ME, "commit", "--quiet", "-m", "first")
    git(far, "remote", "add", "origin", "far.git")
    (far / "content/a.md").write_text("two")
    git(far, "add", "content")
    (far / "content/a.md").write_text("three")
    return far


def test_a_remote_may_be_named_and_nothing_of_the_editors_repository_is_touched(own):
    (own / ".git/hooks").mkdir(exist_ok=True)
    for hook in ("pre-push", "pre-commit", "reference-transaction"):
        (own / ".git/hooks" / hook).write_text("#!/bin/sh\necho touched > ../touched; exit 1\n")
        (own / ".git/hooks" / hook).chmod(0o755)

    def state():
        return [
            git(own, *words.split())
            for words in (
                "status --porcelain content",
                "diff --cached",
                "branch -a",
                "log --oneline --all",
                "stash list",
            )
        ]

    before = state()
    publish(Git("origin"), own, ONE)

    assert with_extras(ONE) == held(own)
    assert before == state()
    assert not (own.parent / "touched").exists()


def test_an_environment_that_points_git_elsewhere_is_not_followed(own):
    other = own / "other"
    git(own, "init", "--quiet", str(other))
    publish(
        Git("origin"), own, ONE, GIT_DIR=str(other / ".git"), GIT_INDEX_FILE=str(own / "index"), GIT_WORK_TREE=str(other),
        GIT_OBJECT_DIRECTORY=str(own / "objects"), GIT_NAMESPACE="x",
    )  # fmt: skip

    assert with_extras(ONE) == held(own)
    assert not (own / "index").exists()


def test_a_remote_that_is_not_there_is_told_with_what_to_do(own):
    with pytest.raises(Failed, match="git remote add pages ADDRESS"):
        publish(Git("pages"), own, ONE)


def test_a_token_that_a_ci_left_in_the_repository_is_used(own):
    """As actions/checkout leaves it: settings of http, credentials and addresses of the checkout go along."""
    git(own, "config", f"url.{own}/far.git.insteadOf", "https://git.example/x.git")
    git(own, "config", "credential.helper", "a\n b")
    git(own, "remote", "set-url", "origin", "https://git.example/x.git")
    publish(Git("https://git.example/x.git"), own, ONE)

    assert with_extras(ONE) == held(own)


# --------------------------------------------------------------------------- what fails outside


def test_a_repository_that_is_not_there_is_told_with_what_to_do(tmp_path):
    with pytest.raises(Failed, match="see whether the address is right"):
        publish(TO, tmp_path, ONE)


def test_a_branch_that_is_checked_out_there_is_told_with_what_to_do(far):
    git(far, "init", "--quiet", "--initial-branch=gh-pages", "work")

    with pytest.raises(Failed, match=r"publish to a branch that nobody works in"):
        publish(Git("./work"), far, ONE)


def test_a_refusal_of_the_other_side_is_told_and_a_later_yes_heals(far):
    hook = far / "far.git/hooks/pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho no pages at midnight >&2\nexit 1\n")
    hook.chmod(0o755)
    with pytest.raises(Failed, match=r"no pages at midnight.*see the branch’s rules there"):
        publish(TO, far, ONE)
    hook.unlink()
    publish(TO, far, ONE)

    assert with_extras(ONE) == held(far)


def test_no_right_to_write_is_told_with_what_to_do(tmp_path):
    script = tmp_path / "ssh"
    script.write_text("#!/bin/sh\necho 'git@host: Permission denied (publickey).' >&2\nexit 255\n")
    script.chmod(0o755)

    with pytest.raises(Failed, match="a key in ssh-agent"):
        publish(Git("git@host.example:x.git"), tmp_path, ONE, GIT_SSH_COMMAND=str(script))


def test_a_password_in_an_address_is_not_told(own):
    git(own, "remote", "set-url", "origin", "https://me:hunter2@127.0.0.1:9/x.git")
    with pytest.raises(Failed) as failure:
        publish(Git("origin"), own, ONE)

    assert "hunter2" not in str(failure.value)
    assert "127.0.0.1" in str(failure.value)


def test_without_git_it_says_so(tmp_path):
    with pytest.raises(Failed, match="install git"):
        publish(TO, tmp_path, ONE, PATH=str(tmp_path))


@pytest.mark.parametrize("deed", ["locks", "no head", "no blobs"])
def test_what_a_killed_git_left_here_is_no_harm(far, deed):
    publish(TO, far, ONE)
    (ours,) = (far / ".fiche/git").glob("*.git")
    match deed:
        case "locks":
            for name in ("config.lock", "shallow.lock", "refs/fiche/next.lock", "refs/fiche/online.lock"):
                (ours / name).write_text("")
        case "no head":
            (ours / "HEAD").unlink()
        case "no blobs":
            (ours.with_suffix(".blobs")).write_text("x")
    publish(TO, far, TWO, site="site2")

    assert with_extras(TWO) == held(far)


def test_a_repository_of_ours_that_is_broken_is_told_with_what_to_do(far):
    publish(TO, far, ONE)
    (ours,) = (far / ".fiche/git").glob("*.git")
    (ours / "config").write_text("[[")

    with pytest.raises(Failed, match="delete"):
        publish(TO, far, TWO, site="site2")
    shutil.rmtree(ours)
    publish(TO, far, TWO, site="site2")
    assert with_extras(TWO) == held(far)


@pytest.mark.parametrize("history", [True, False])
def test_of_a_large_site_the_few_changed_files_travel_alone(far, history):
    to, many = Git("./far.git", history=history), {f"p{n // 50}/p{n}.html": f"<p>Page {n}.</p>" for n in range(400)}
    publish(to, far, many)
    before = objects(far)
    publish(to, far, {**many, "p3/p177.html": "<p>Edited.</p>"}, site="site2")

    # The page, its folder, the folder above, the commit.
    assert 4 == objects(far) - before


def objects(home):
    """Count the objects that the other end has got, one that came twice as two."""
    told = dict(line.split(": ") for line in git(home / "far.git", "count-objects", "-v").decode().splitlines())
    return int(told["count"]) + int(told["in-pack"])
