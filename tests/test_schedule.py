"""Schedulers: each moment once, to the minute, as each of them writes it."""

from datetime import UTC, datetime, timedelta, timezone

import yaml
from hypothesis import given
from hypothesis import strategies as st

from fiche.schedule import crontab, github, gitlab

PARIS = timezone(timedelta(hours=2), "CEST")
NIGHT = datetime(2016, 8, 25, 0, 30, tzinfo=PARIS)


def test_cron_is_told_the_time_of_the_machine_and_where_to_go():
    assert "30 0 25 8 *  cd '/srv/our briefs' && fiche publish --yes  # 2016-08-25 00:30 CEST\n" == crontab(
        [NIGHT], "/srv/our briefs", "fiche publish --yes"
    )


def test_a_percent_sign_does_not_end_the_command_of_cron():
    assert r"date +\%F" in crontab([NIGHT], "/srv", "date +%F")


def test_github_counts_in_utc_and_reads_what_is_printed():
    told = yaml.safe_load(github([NIGHT], "/srv", "fiche publish --yes"))

    assert [{"cron": "30 22 24 8 *"}] == told[True]["schedule"]  # YAML 1.1 takes `on` for true


def test_gitlab_is_told_by_its_own_command():
    said = gitlab([NIGHT], "/srv", "fiche publish --yes").splitlines()[-1]

    assert said.startswith('glab schedule create --ref main --cronTimeZone UTC --cron "30 22 24 8 *"')


def test_a_moment_within_a_minute_is_the_next_minute_and_each_is_told_once():
    moments = [NIGHT + timedelta(seconds=seconds) for seconds in (1, 20, 60)]

    assert ["31 0 25 8 *"] == [line.partition("  ")[0] for line in crontab(moments, "/srv", "x").splitlines()]


@given(st.datetimes(datetime(1971, 1, 1), datetime(2100, 1, 1)))  # noqa: DTZ001 - `timezones` is for aware ones
def test_a_moment_is_never_told_too_early(naive):
    moment = naive.replace(tzinfo=UTC)
    minute, hour, day, month = (int(field) for field in crontab([moment], "/srv", "x").split()[:4])
    late = moment.replace(month=month, day=day, hour=hour, minute=minute, second=0, microsecond=0) - moment

    assert timedelta(0) <= late < timedelta(minutes=1) or (month, day, hour, minute) == (1, 1, 0, 0)
