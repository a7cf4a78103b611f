"""Figures are medians of quiet runs, and ratios are taken within a run."""

from generators import HUGO, SAME_JOB
from stopwatch import Cost
from tables import COLD, SAME, Heat, Output, Run, report


def run(name, number, wall, *, step=COLD, others=0.0, fault=""):
    output = Output(10, 8, 50_000) if step == COLD else Output()
    return Run(name, "here", 100, step, number, Cost(wall, wall, 100, 200, others), fault, output)


def test_a_ratio_is_the_median_of_the_ratios_within_the_runs():
    heat = Heat([run("a", 0, 1), run("b", 0, 2), run("a", 1, 9), run("b", 1, 3), run("a", 2, 2), run("b", 2, 2)])

    assert 1 == heat.ratio("a", "b", COLD).value
    assert 2 == heat.figure("a", COLD).value


def test_a_noisy_run_counts_only_where_there_is_no_quiet_one():
    heat = Heat([run("a", 0, 1), run("a", 1, 5, others=3), run("b", 0, 5, others=3)])

    assert ("1.00", "~5.00") == (heat.figure("a", COLD).text(), heat.figure("b", COLD).text())


def test_a_wrong_result_is_no_figure_and_is_said():
    runs = [run(HUGO.name, 0, 2), run(SAME_JOB.name, 0, 1, fault="there is no page"), run(HUGO.name, 0, 1, step=SAME)]
    lines = list(report(runs, [HUGO, SAME_JOB], systems={}, missing=["nikola"], command="x"))

    assert f"| {SAME_JOB.name} | - | - | - | - | 10 | 0.1 | 0 |" in lines
    assert f"- here 100 {SAME_JOB.name}: from nothing: there is no page" == lines[-1]
    assert "Not installed, so left out: nikola (`make bench-peers`)." in lines
