"""Figures as a table: medians over the rounds; ratios are taken within a round, and shown with the smallest and largest."""
from statistics import median

HEAD = ("CPU us", "req/s"), ("CPU / ours", "CPU / stdlib", "req/s: ours / it")


def table(figures):
    """`figures`: {job: {name: [(microseconds of CPU, requests per second) of each round]}}."""
    lines = [line("", *HEAD)]
    for job, by_name in figures.items():
        lines += ["", job, *(line(f"  {name}", *cells(rounds, by_name)) for name, rounds in by_name.items())]
    return "\n".join(lines)


def line(name, numbers, ratios):
    return f"{name:20}" + "".join(f"{cell:>8}" for cell in numbers) + "".join(f"{cell:>22}" for cell in ratios)


def cells(rounds, by_name):
    """One application's row of one job."""
    ours, stdlib = by_name["ours"], by_name["ours, stdlib json"]
    numbers = [f"{median(figure):.0f}" for figure in zip(*rounds)]
    cpu = [spread(mine / its for (mine, _), (its, _) in zip(rounds, base)) for base in (ours, stdlib)]
    return numbers, [*cpu, spread(its / mine for (_, mine), (_, its) in zip(rounds, ours))]


def spread(ratios):
    ratios = list(ratios)
    return f"{median(ratios):.2f} ({min(ratios):.2f}-{max(ratios):.2f})"
