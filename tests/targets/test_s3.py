"""A bucket: what is online is told by its list, one publishes at a time, and objects of others stay."""

import os
import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fiche.changes import compare
from fiche.destination import S3
from fiche.targets import opened, s3
from fiche.targets.target import NOTHING, Failed, Overtaken, Refused
from tests.targets import places, stores
from tests.targets.places import ONE, TWO, as_bytes, destination, lay, surroundings

pytestmark = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning", "ignore::ResourceWarning")
RECORD = ".fiche-online"
NEW = {"index.html": "new", "a/index.html": "new a", "c/d/index.html": "new", "style.css": "p{}", "sitemap.xml": "x"}


@pytest.fixture(scope="session", params=stores.STORES)
def url(request, tmp_path_factory):
    """Return the address of a store, of each kind in turn."""
    with stores.running(request.param, tmp_path_factory.mktemp(request.param) / "log") as url:
        yield url


only = {name: pytest.mark.parametrize("url", [name], indirect=True) for name in stores.STORES}


@pytest.fixture
def bucket(url, monkeypatch):
    """Return a store with one empty bucket, `briefs`, and credentials in the environment."""
    for key in [key for key in os.environ if key.startswith("AWS_")]:
        monkeypatch.delenv(key)
    for key, value in {**stores.ENVIRON, "AWS_ENDPOINT_URL_CLOUDFRONT": url}.items():
        monkeypatch.setenv(key, value)
    store = stores.boto3.client("s3", endpoint_url=url)
    stores.emptied(store, "briefs")
    yield store
    store.close()


@pytest.fixture
def to(url, bucket):
    return S3("briefs", endpoint_url=url)


def held(bucket, prefix=""):
    """Return all objects but the record."""
    found = bucket.list_objects_v2(Bucket="briefs", Prefix=prefix).get("Contents", ())
    return {
        entry["Key"].removeprefix(prefix): bucket.get_object(Bucket="briefs", Key=entry["Key"])["Body"].read()
        for entry in found
        if not entry["Key"].endswith(RECORD)
    }


def test_the_first_publication_is_the_site_to_the_byte(to, bucket, tmp_path):
    assert NOTHING == places.standing(to, tmp_path)
    online, _ = places.publish(to, tmp_path, ONE)

    assert as_bytes(ONE) == held(bucket)
    assert online == places.standing(to, tmp_path)


def test_only_what_differs_is_sent_and_what_is_gone_is_removed(to, bucket, tmp_path):
    places.publish(to, tmp_path, ONE)
    before = bucket.head_object(Bucket="briefs", Key="style.css")["LastModified"]
    _, plan = places.publish(to, tmp_path, TWO, site="site2")

    assert (("b/index.html",), ("index.html", "feed.json"), ("a/index.html",)) == (
        plan.account.changes.new,
        plan.account.changes.changed,
        plan.account.changes.gone,
    )
    assert before == bucket.head_object(Bucket="briefs", Key="style.css")["LastModified"]
    assert as_bytes(TWO) == held(bucket)


def test_there_is_no_undo(to, tmp_path):
    places.publish(to, tmp_path, ONE)
    places.publish(to, tmp_path, TWO, site="site2")

    assert None is places.undo(to, tmp_path)


@pytest.mark.parametrize(
    ("path", "kind", "kept"),
    [
        ("index.html", "text/html; charset=utf-8", "public, max-age=60"),
        ("feed.atom", "application/atom+xml", "public, max-age=60"),
        ("style.css", "text/css; charset=utf-8", "public, max-age=3600"),
        ("map.PNG", "image/png", "public, max-age=3600"),
        ("x.what", "application/octet-stream", "public, max-age=3600"),
        ("static/style.3f9a1c20de.css", "text/css; charset=utf-8", "public, max-age=31536000, immutable"),
    ],
)
def test_readers_are_told_what_a_file_is_and_how_long_it_holds(to, bucket, tmp_path, path, kind, kept):
    places.publish(to, tmp_path, {path: "x"})
    told = bucket.head_object(Bucket="briefs", Key=path)

    assert (kind, kept) == (told["ContentType"], told["CacheControl"])


def test_odd_names_arrive_as_they_are(to, bucket, tmp_path):
    site = {
        name: name for name in (" a b.html", "-n", "a'b\".html", "é/ü.html", "اب.html", "#x", "a+b&c=d?.html", "%41")
    }
    places.publish(to, tmp_path, site)
    assert as_bytes(site) == held(bucket)
    places.publish(to, tmp_path, {"-n": "new"}, site="site2")
    assert {"-n": b"new"} == held(bucket)


@pytest.mark.parametrize("prefix", ["", "web/"])
def test_a_name_is_as_long_as_a_store_takes_and_a_longer_one_is_refused_before_anything_is_sent(
    url, bucket, tmp_path, prefix
):
    to = S3("briefs", prefix, endpoint_url=url)
    longest = "é" * 100 + "/" + "a/" * 406 + "a" * (11 - len(prefix))
    places.publish(to, tmp_path, {longest: "x"})
    assert {longest: b"x"} == held(bucket, prefix)

    with pytest.raises(Refused, match="a name of over 1,024 bytes"):
        places.publish(to, tmp_path, {longest: "x", "b/" + longest: "x"}, site="site2")
    assert {longest: b"x"} == held(bucket, prefix)


# --------------------------------------------------------------------------- whatever was there


def test_below_a_prefix_and_beside_others_nothing_else_is_touched(url, bucket, tmp_path):
    bucket.put_object(Bucket="briefs", Key="thesis.txt", Body=b"mine")
    bucket.put_object(Bucket="briefs", Key="web/mine.txt", Body=b"mine")
    to = S3("briefs", "web/", endpoint_url=url)
    places.publish(to, tmp_path, ONE)
    online, _ = places.publish(to, tmp_path, TWO, site="site2")

    assert {"mine.txt": b"mine", **as_bytes(TWO)} == held(bucket, "web/")
    assert b"mine" == held(bucket)["thesis.txt"]
    assert TWO.keys() == online.files.keys()


def test_an_object_of_others_in_the_place_of_a_file_is_refused_and_left_alone(to, bucket, tmp_path):
    bucket.put_object(Bucket="briefs", Key="index.html", Body=b"mine")

    with pytest.raises(Refused, match=r"somebody else put “index\.html”"):
        places.publish(to, tmp_path, ONE)
    assert {"index.html": b"mine"} == held(bucket)


def test_what_was_edited_or_removed_there_is_sent_again(to, bucket, tmp_path):
    places.publish(to, tmp_path, ONE)
    bucket.put_object(Bucket="briefs", Key="index.html", Body=b"mine")
    bucket.delete_object(Bucket="briefs", Key="style.css")
    _, plan = places.publish(to, tmp_path, ONE)

    assert {"index.html", "style.css"} == set(plan.account.changes.sent)
    assert as_bytes(ONE) == held(bucket)


def test_a_record_that_is_not_ours_is_refused(to, bucket, tmp_path):
    bucket.put_object(Bucket="briefs", Key=RECORD, Body=b"mine")

    with pytest.raises(Refused, match="not what fiche wrote"):
        places.publish(to, tmp_path, ONE)


# --------------------------------------------------------------------------- a long list, asked for in parts


def put(bucket, keys):
    with ThreadPoolExecutor(16) as threads:
        list(threads.map(lambda key: bucket.put_object(Bucket="briefs", Key=key, Body=key.encode()), keys))


def listed(bucket, prefix=""):
    """Return the ETag of each object, asked for one page after another."""
    pages = bucket.get_paginator("list_objects_v2").paginate(Bucket="briefs", Prefix=prefix)
    return {
        entry["Key"].removeprefix(prefix): entry["ETag"].strip('"')
        for page in pages
        for entry in page.get("Contents", ())
    }


def listed_in_parts(to, home, known):
    """Return the same as a publisher asks for it, and how many requests that took."""
    asked = []
    with opened(destination(to), surroundings(home)) as host:
        host._store.meta.events.register("before-call.s3.ListObjectsV2", lambda **_: asked.append(1))
        return host._listed(known), len(asked)


NAMES = st.builds(
    "{}{}.html".format, st.sampled_from(["", "a/", "a b/é/", "z/"]), st.text("aé😀\uffee +%&-.'!", min_size=1)
)


@given(known=st.sets(NAMES), there=st.sets(NAMES), both=st.sets(NAMES), prefix=st.sampled_from(["", "web/"]))
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_in_parts_the_list_is_the_same_whatever_is_known(url, bucket, tmp_path, known, there, both, prefix):
    stores.emptied(bucket, "briefs")
    put(bucket, [f"{prefix}{name}" for name in there | both] + ["thesis.txt", "zzz.txt"])
    with pytest.MonkeyPatch.context() as few:
        few.setattr(s3, "_AT_ONCE", 3)
        found, _ = listed_in_parts(S3("briefs", prefix, endpoint_url=url), tmp_path, known | both)

    assert listed(bucket, prefix) == found


@pytest.mark.slow
@only["rclone"]
def test_thousands_are_listed_in_as_few_requests_as_one_after_another(to, bucket, tmp_path):
    ours = [f"{n:05}.html" for n in range(0, 25_000, 10)]
    put(bucket, [RECORD, *ours])
    assert (listed(bucket), 3) == listed_in_parts(to, tmp_path, ours)
    assert (listed(bucket), 3) == listed_in_parts(to, tmp_path, ())

    put(bucket, [*(f"00005-{n}" for n in range(1100)), "00001", "20005", "zzz"])
    assert listed(bucket) == listed_in_parts(to, tmp_path, ours)[0]
    assert {"00005-1099", "zzz"} < listed(bucket).keys()


# --------------------------------------------------------------------------- two at once, and who is stopped


def test_the_second_of_two_publishers_is_told(to, bucket, tmp_path):
    places.publish(to, tmp_path, ONE)
    with opened(destination(to), surroundings(tmp_path)) as slow:
        online = slow.standing()
        places.publish(to, tmp_path, TWO, site="site2")

        third = lay(tmp_path / "site3", {"index.html": "3"})
        with pytest.raises(Overtaken, match="in the meantime"):
            slow.send(compare(online.files, third.files), third, online, lambda done, of: None)
    assert as_bytes(TWO) == held(bucket)


def test_of_two_who_begin_at_once_the_slower_is_told(to, bucket, tmp_path, monkeypatch):
    """The other has written its record between the slower one's look and its own record."""
    third = lay(tmp_path / "site3", {"index.html": "3"})
    with opened(destination(to), surroundings(tmp_path)) as slow:
        look = slow._seen

        def looked():
            seen = look()
            monkeypatch.setattr(slow, "_seen", look)
            places.publish(to, tmp_path, TWO, site="site2")
            return seen

        monkeypatch.setattr(slow, "_seen", looked)
        with pytest.raises(Overtaken):
            slow.send(compare({}, third.files), third, NOTHING, lambda done, of: None)
    assert as_bytes(TWO) == held(bucket)


@only["moto"]
def test_of_two_who_write_in_the_same_moment_the_store_lets_one_through(to, bucket, tmp_path):
    """The other publishes between the slower one's last look and what it writes then."""
    third = lay(tmp_path / "site3", {"index.html": "3"})
    begun = []

    def told(**_):
        if not begun:
            begun.append(True)
            places.publish(to, tmp_path, TWO, site="site2")

    with opened(destination(to), surroundings(tmp_path)) as slow:
        slow._store.meta.events.register("before-call.s3.PutObject", told)
        with pytest.raises(Overtaken):
            slow.send(compare({}, third.files), third, NOTHING, lambda done, of: None)
    assert as_bytes(TWO) == held(bucket)


def test_who_is_overtaken_while_sending_stops_at_the_next_step(to, bucket, tmp_path):
    places.publish(to, tmp_path, ONE)
    slow_site = lay(tmp_path / "site3", NEW)
    begun = []

    def told(done, of):
        if not begun:
            begun.append(done)
            places.publish(to, tmp_path, TWO, site="site2")

    with opened(destination(to), surroundings(tmp_path)) as slow:
        online = slow.standing()
        with pytest.raises(Overtaken):
            slow.send(compare(online.files, slow_site.files), slow_site, online, told)
    places.publish(to, tmp_path, TWO, site="site2")
    assert as_bytes(TWO) == held(bucket)


def killed(to, home, site, step):
    """Publish in another process, which is killed before its nth request; say whether it came so far."""
    child = os.fork()
    if not child:
        left = step

        def hook(event, args):
            nonlocal left
            if event in {"socket.connect", "http.client.send"}:
                left -= 1
                if not left:
                    os.kill(os.getpid(), signal.SIGKILL)

        try:
            sys.addaudithook(hook)
            places.publish(to, home, site, site="site-new")
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


@pytest.mark.slow
def test_wherever_a_publisher_is_killed_the_next_one_makes_it_whole(to, bucket, tmp_path):
    step, came, doubted = 0, True, 0
    while came:
        step += 5
        places.publish(to, tmp_path, ONE)
        came = killed(to, tmp_path, NEW, step)
        online = places.standing(to, tmp_path)
        there = held(bucket)
        known = {path for path, digest in online.files.items() if path not in online.unsure and digest[0] != "?"}
        assert {path: as_bytes(ONE)[path] for path in known if online.unsure} == {
            path: there[path] for path in known if online.unsure
        }
        doubted += bool(online.unsure)
        places.publish(to, tmp_path, NEW, site="site-new")
        assert as_bytes(NEW) == held(bucket), step
        assert frozenset() == places.standing(to, tmp_path).unsure
    assert doubted > 2


# --------------------------------------------------------------------------- what fails


def test_without_a_bucket_or_credentials_that_is_told(url, bucket, tmp_path, monkeypatch):
    with pytest.raises(Failed, match="make the bucket first"):
        places.publish(S3("nowhere", endpoint_url=url), tmp_path, ONE)
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    with pytest.raises(Failed, match="no credentials were found"):
        places.publish(S3("briefs", endpoint_url=url), tmp_path, ONE)


@only["rclone"]
def test_wrong_credentials_are_told(to, tmp_path, monkeypatch):
    for key in ("AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID"):
        monkeypatch.setenv(key, "another")
        with pytest.raises(Failed, match="the credentials are wrong or have ended") as told:
            places.publish(to, tmp_path, ONE)
        assert [] == [sign for sign in ("\n", stores.SECRET, stores.KEY) if sign in str(told.value)]


@only["moto"]
def test_the_credentials_may_be_those_of_a_role(url, to, bucket, tmp_path, monkeypatch):
    """Whose end is a date, which the store's own answers are not searched for."""
    own = f"[profile own]\naws_access_key_id = {stores.KEY}\naws_secret_access_key = {stores.SECRET}\n"
    role = "[profile role]\nrole_arn = arn:aws:iam::123456789012:role/publisher\nsource_profile = own\n"
    (tmp_path / "config").write_text(own + role)
    for key, value in {"CONFIG_FILE": str(tmp_path / "config"), "PROFILE": "role", "ENDPOINT_URL_STS": url}.items():
        monkeypatch.setenv(f"AWS_{key}", value)
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    with opened(destination(to), surroundings(tmp_path)) as host:
        host.standing()
        credentials = host._store._request_signer._credentials
        assert stores.KEY != credentials.get_frozen_credentials().access_key
        assert not credentials.refresh_needed()
    places.publish(to, tmp_path, ONE)
    assert as_bytes(ONE) == held(bucket)


@only["moto"]
def test_where_no_store_answers_that_is_told(bucket, tmp_path, monkeypatch):
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    started = time.perf_counter()
    with pytest.raises(Failed, match="see whether the network is there"):
        places.publish(S3("briefs", endpoint_url="http://127.0.0.1:1"), tmp_path, ONE)
    assert 60 > time.perf_counter() - started


@only["rclone"]
def test_where_the_store_goes_away_nothing_is_removed_and_the_next_time_makes_it_whole(bucket, tmp_path, monkeypatch):
    monkeypatch.setattr("time.sleep", lambda seconds: None)  # before it is asked once more
    place = tmp_path / "store"
    (place / "briefs").mkdir(parents=True)
    there = lambda: {name: data for name, data in places.tree(place / "briefs").items() if name != RECORD}
    new = lay(tmp_path / "site-new", NEW)

    def half(to, running):
        with opened(destination(to), surroundings(tmp_path)) as host:
            online = host.standing()
            host.send(compare(online.files, new.files), new, online, lambda done, of: running.close())

    with ExitStack() as running:
        to = S3("briefs", endpoint_url=running.enter_context(stores.running("rclone", tmp_path / "log", place)))
        places.publish(to, tmp_path, ONE)
        with pytest.raises(Failed, match="see whether the network is there"):
            half(to, running)
    assert {"feed.json", "a/index.html", ".well-known/security.txt"} <= there().keys()
    assert NEW.keys() - there().keys()

    with stores.running("rclone", tmp_path / "log", place) as url:
        places.publish(S3("briefs", endpoint_url=url), tmp_path, NEW, site="site-new")
    assert as_bytes(NEW) == there()


@only["moto"]
def test_cloudfront_is_told_what_has_changed(url, bucket, tmp_path):
    front = stores.boto3.client("cloudfront")
    origin = {"Id": "o", "DomainName": "briefs.s3.amazonaws.com", "S3OriginConfig": {"OriginAccessIdentity": ""}}
    cache = {"TargetOriginId": "o", "ViewerProtocolPolicy": "allow-all", "MinTTL": 0}
    cache["ForwardedValues"] = {"QueryString": False, "Cookies": {"Forward": "none"}}
    made = front.create_distribution(
        DistributionConfig={
            "CallerReference": "x",
            "Comment": "",
            "Enabled": True,
            "Origins": {"Quantity": 1, "Items": [origin]},
            "DefaultCacheBehavior": cache,
        }
    )["Distribution"]["Id"]
    to = S3("briefs", endpoint_url=url, cloudfront=made)
    places.publish(to, tmp_path, ONE)
    places.publish(to, tmp_path, {**ONE, "a/index.html": "é", "é.html": "x"}, site="site2")

    listed = front.list_invalidations(DistributionId=made)["InvalidationList"]["Items"]
    told = [
        front.get_invalidation(DistributionId=made, Id=each["Id"])["Invalidation"]["InvalidationBatch"]["Paths"][
            "Items"
        ]
        for each in listed
    ]
    assert ["/%C3%A9.html", "/a/", "/a/index.html"] == min(map(sorted, told), key=len)
    front.close()
